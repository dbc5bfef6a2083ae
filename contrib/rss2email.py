"""rss2email: whole articles in its mail. Save this file as offprint_post_process.py where Python finds it, and put into
rss2email.cfg:

    post-process = offprint_post_process rewrite

rss2email calls it with the finished message before sending. Version 3.13.1 ignores the return value and sends the object that it
passed, so the function changes that object. An exception would end the whole run, so on errors the message stays unchanged.
"""
import email, subprocess


def rewrite(feed, parsed, entry, guid, message):
    try:
        out = subprocess.run(["offprint"], input=message.as_bytes(), capture_output=True, timeout=20, check=True).stdout
        made = email.message_from_bytes(out)
    except (OSError, subprocess.SubprocessError):
        return message
    if "X-Offprint" in made:
        for name in set(message.keys()): del message[name]
        for name, value in made.items(): message[name] = value
        message.set_payload(made.get_payload())
    return message
