/* request.c: what a reader is asked to do, in frames. */
#include "config.h"

#include "gate/request.h"

#include "wire/bounds.h"
#include "gate/conf.h"
#include "gate/seal.h"
#include "gate/sites.h"

/* An input that is an item of a feed may have been worked on before. */
static bool
add_seal(struct off_buffer *fields, const struct off_options *o, const struct off_request *r)
{
    unsigned char seal[OFF_SEAL_SIZE];
    bool whole = !r->archive && !r->plain && !r->sandbox_test && !o->check_sites;
    return !whole || !off_seal_read(o, seal) ||
           off_field_add(fields, OFF_FIELD_SEAL, seal, sizeof seal);
}

static bool
add_fields(struct off_buffer *fields, const struct off_options *o, const struct off_request *r)
{
    struct off_options told = *o;
    if (r->archive) { /* a page of it */
        told.from = "html";
        told.base_url = NULL;
        told.no_fetch = true;
    }
    return off_options_send(fields, &told, OFF_GOES_READER) &&
           off_field_add_number(fields, OFF_FIELD_PLAIN, r->plain) && add_seal(fields, o, r) &&
           off_field_add_string(fields, OFF_FIELD_SANDBOX_TEST, r->sandbox_test) &&
           off_field_add_number(fields, OFF_FIELD_FIRST_ITEM, (long long)r->first_item) &&
           off_field_add_number(fields, OFF_FIELD_SIZE, (long long)r->length) &&
           off_field_add_number(fields, OFF_FIELD_SITES, off_sites_exist(o)) &&
           off_field_add_number(fields, OFF_FIELD_CHECK_SITES, o->check_sites != NULL) &&
           off_field_add_string(fields, OFF_FIELD_ARCHIVE, r->archive) &&
           off_field_add_number(fields, OFF_FIELD_DEADLINE, r->deadline);
}

bool
off_request_add(struct off_buffer *out, const struct off_options *options,
                const struct off_request *request)
{
    struct off_buffer fields = {0};
    bool added = add_fields(&fields, options, request) &&
                 off_frame_add(out, OFF_FRAME_OPTIONS, fields.data, fields.length);
    if (added && !request->sandbox_test && !options->check_sites)
        added = off_conf_send(options, out) && off_frame_add(out, OFF_FRAME_CONF, NULL, 0);
    off_buffer_free(&fields);
    return added;
}

bool
off_hand_on(struct off_peer *reader, struct off_hand *hand)
{
    if (hand->ended || off_peer_has_more(reader))
        return true;
    size_t left = hand->length - hand->handed, n = left < OFF_HAND_ON ? left : OFF_HAND_ON;
    hand->ended = n == 0;
    if (!off_frame_head(&reader->out, n > 0 ? OFF_FRAME_INPUT : OFF_FRAME_INPUT_END, n))
        return false;
    reader->bulk = hand->data + hand->handed;
    reader->bulk_length = n;
    hand->handed += n;
    return true;
}
