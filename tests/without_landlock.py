"""Runs a command under a filter that answers Landlock's system calls with ENOSYS (x86_64).

Ends with 99 if no filter can be installed.
"""

import ctypes
import os
import struct
import sys

LANDLOCK = (444, 445, 446)
ENOSYS = 38
LOAD, JUMP_IF_EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, ERRNO = 0x7FFF0000, 0x00050000
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, SECCOMP_MODE_FILTER = 22, 38, 2


class Program(ctypes.Structure):
    _fields_ = [("len", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


def instruction(code, if_true, if_false, value):
    return struct.pack("HBBI", code, if_true, if_false, value)


def program():
    text = instruction(LOAD, 0, 0, 0)
    for call in LANDLOCK:
        text += instruction(JUMP_IF_EQUAL, 0, 1, call) + instruction(RETURN, 0, 0, ERRNO | ENOSYS)
    return text + instruction(RETURN, 0, 0, ALLOW)


def install(text):
    libc = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(text)
    filled = Program(len(text) // 8, ctypes.addressof(buffer))
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(filled), 0, 0) == 0


if not install(program()):
    sys.exit(99)
os.execv(sys.argv[1], sys.argv[1:])
