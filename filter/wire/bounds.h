/* bounds.h: every bound on outside data, with its unit and its reason.
 *
 * Shared by the three processes; nothing but the preprocessor is needed. */
#ifndef OFF_BOUNDS_H
#define OFF_BOUNDS_H

#define OFF_MIB (1024u * 1024u)

/* Bytes of one frame between the processes, without its head. Larger data goes in several. */
#define OFF_FRAME_MAX (1u * OFF_MIB)

/* Bytes of the input that are handed to the reader at a time. */
#define OFF_HAND_ON (64u * 1024u)

/* Bytes of input that are worked on. What is longer is passed through: no newsletter is. */
#define OFF_INPUT_MAX (32u * OFF_MIB)

/* Bytes of a message given to --restore: an original of OFF_INPUT_MAX, its copy in base64, and
 * room. */
#define OFF_RESTORE_MAX (192u * OFF_MIB)

/* Bytes of one result, and three times those of the input on top: the gate holds it until it is
 * whole. */
#define OFF_OUTPUT_MAX (48u * OFF_MIB)

/* Bytes queued in the gate for a helper. Above this, the other helper is not read from. */
#define OFF_QUEUE_MAX (2u * OFF_MIB)

/* Bytes of finished articles queued for the fetcher, which stores them between two pages. */
#define OFF_KEPT_QUEUE_MAX (32u * OFF_MIB)

/* A piece of an mbox, which is a run of its own: mails, and bytes unless it is a single mail. */
#define OFF_PIECE_MAILS 64u
#define OFF_PIECE_MAX (2u * OFF_MIB)

/* Questions of a reader for site rules in one run: for each page, and those it continues on. */
#define OFF_QUESTIONS_MAX 16384u

/* Bytes of one page, after decompression. */
#define OFF_PAGE_MAX (10u * OFF_MIB)

/* Bytes of the header of a stored HTTP response, and of such a response. */
#define OFF_HTTP_HEADER_MAX (256u * 1024u)
#define OFF_STORED_MAX (OFF_PAGE_MAX + OFF_HTTP_HEADER_MAX)

/* Bytes of one URL (RFC 9110, 4.1 asks for 8000 at least). */
#define OFF_URL_MAX 8192u

/* Bytes of the name of a charset, and of the address in From of an item's message. */
#define OFF_CHARSET_MAX 64u
#define OFF_SENDER_MAX 250u

/* Bytes of the value of an option. */
#define OFF_OPTION_MAX OFF_URL_MAX

/* Redirects followed for one page. */
#define OFF_HOPS_MAX 10u

/* Bytes of the secret that seals finished articles, and of one sealed article with its number. */
#define OFF_SEAL_SIZE 32u
#define OFF_MADE_MAX (OFF_MIB / 2)

/* Marks an answer that is a finished article of an earlier run, not a page. */
#define OFF_STORED_MADE 3

/* Hexadecimal digits of the hash that identifies an item and its words. */
#define OFF_MARK_SIZE 32u

/* Pages that are asked for and not answered yet, at a time. */
#define OFF_FETCHES_MAX 512u

/* Pages requested in one run, for all its items, continuation pages included. */
#define OFF_REQUESTS_MAX 40000u

/* Items of a feed or an mbox in one run. An input with more is passed through. */
#define OFF_ITEMS_MAX 100000u

/* Depth to which the elements of a feed are read; tags below are left out, their text stays. */
#define OFF_FEED_DEPTH_MAX 1000u

/* Depth of a document tree; what is nested deeper is cut off. */
#define OFF_DEPTH_MAX 5200u

/* Depth to which lists, quotes and the like may be nested in an article. Deeper ones are put into
 * the innermost allowed one. */
#define OFF_NESTED_MAX 100u

/* Boxes around a block whose names are considered. Real pages nest at most 60 deep. */
#define OFF_LEVELS_MAX 256u

/* Attributes of an element of a page that are read: each is compared with those before it. */
#define OFF_ELEMENT_ATTRIBUTES_MAX 256u

/* Bytes of one tag of a feed, and its number of attributes; a longer one is not treated as a
 * tag. */
#define OFF_TAG_MAX 16384u
#define OFF_ATTRIBUTES_MAX 2000u

/* Tags of a page outside of scripts; after them it is cut off. Articles have some thousands, and
 * an element takes half a KiB of memory. */
#define OFF_TAGS_MAX 201000u

/* Lines of a plain text that are examined one by one; the rest is one paragraph. */
#define OFF_TEXT_LINES_MAX 200000u

/* Elements of a page that are looked at. */
#define OFF_ELEMENTS_MAX 2000000u

/* Steps of all XPath expressions of one page together: some seconds of work. */
#define OFF_XPATH_STEPS_MAX 20000000ul

/* Bytes of one file of site rules, files that apply to one host, bytes of a host's name. */
#define OFF_SITE_FILE_MAX (256u * 1024u)
#define OFF_SITE_FILES_MAX 16u
#define OFF_HOST_MAX 253u

/* Milliseconds for --check-sites. */
#define OFF_CHECK_MS 60000

/* Pages that one article is joined from. */
#define OFF_PAGES_MAX 10u

/* Pictures that go along with a message: how many, bytes of one, bytes of all. */
#define OFF_PICTURES_MAX 40u
#define OFF_PICTURE_MAX (3u * OFF_MIB)
#define OFF_PICTURES_BYTES_MAX (10u * OFF_MIB)
#define OFF_BOOK_PICTURES_MAX (32u * OFF_MIB) /* in a whole book: it has to fit the output */

/* Addresses that a mail's header names for unsubscribing: words that are read, bytes of all keys.
 */
#define OFF_LISTED_WORDS_MAX 64u
#define OFF_LISTED_MAX 8192u

/* Links of a mail that are weighed. */
#define OFF_LINKS_MAX 4096u

/* Depth of multiparts in a mail. */
#define OFF_MIME_DEPTH_MAX 40u

/* Layers of a link that are unwrapped. */
#define OFF_UNWRAP_MAX 6u

/* Address space of the reader and the fetcher, bytes. */
#define OFF_READER_AS ((size_t)1536 * OFF_MIB)
#define OFF_FETCHER_AS ((size_t)768 * OFF_MIB)

/* Bytes of one file that the fetcher may write: the cache (64 MiB of bodies), its log, and room. */
#define OFF_CACHE_FILE_MAX (256l * 1024 * 1024)

/* Seconds of CPU for the reader and the fetcher, on top of the deadline. */
#define OFF_CPU_EXTRA 2

/* Numbers of reasons are below this (reasons.def). */
#define OFF_REASONS_MAX 128u

/* Milliseconds before the deadline at which the fetcher gives up, so that the pages that arrived
 * can still be laid out. */
#define OFF_FETCH_RESERVE_MS 1200

/* Milliseconds before the deadline that the gate keeps for the plain rendering of what failed. */
#define OFF_PLAIN_RESERVE_MS 400

/* Seconds of the longest deadline. If none is given it is 8: Sieve allows 10 and loses the mail
 * after. */
#define OFF_DEADLINE_MAX 86400

#endif
