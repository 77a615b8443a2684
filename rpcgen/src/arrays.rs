//! The C of arrays. `<msg>_<field>_grow_` makes room for one more element, so that nothing can fail once it is there.

use crate::field::Templates;

const MEMBERS: &str = "<type>*<field>_data;\nint <field>_length;\nint <field>_num_allocated;";

/// `_grow_` and `_get`, the same for all, and then the others.
macro_rules! with_common {
    ($others:literal) => {
        concat!(
            "\
static int
<msg>_<field>_grow_(struct <msg> *msg)
{
	int room = msg-><field>_num_allocated;
	<type>*data;

	if (msg-><field>_length < room)
		return 0;
	if (room > INT_MAX / 2 / (int)sizeof(*data))
		return -1;
	room = room > 0 ? room * 2 : 1;
	data = (<type>*)realloc(msg-><field>_data, (size_t)room * sizeof(*data));
	if (data == NULL)
		return -1;
	msg-><field>_data = data;
	msg-><field>_num_allocated = room;
	return 0;
}

int
<msg>_<field>_get(struct <msg> *msg, int at, <type>*value)
{
	if (at < 0 || at >= msg-><field>_length)
		return -1;
	*value = msg-><field>_data[at];
	return 0;
}

",
            $others
        )
    };
}

/// After what has to be done with the elements.
macro_rules! clear_array {
    ($elements:literal) => {
        concat!(
            $elements,
            "\
free(msg-><field>_data);
msg-><field>_data = NULL;
msg-><field>_length = 0;
msg-><field>_num_allocated = 0;
msg-><field>_set = 0;
"
        )
    };
}

pub(crate) const INT: Templates = Templates {
    members: MEMBERS,
    assign: "int at, const <type>value",
    get: "int at, <type>*value",
    add: "<type>*<name>(struct <msg> *msg, const <type>value);\n",
    functions: with_common!(
        "\
int
<msg>_<field>_assign(struct <msg> *msg, int at, const <type>value)
{
	if (at < 0 || at >= msg-><field>_length)
		return -1;
	msg-><field>_data[at] = value;
	return 0;
}

<type>*
<msg>_<field>_add(struct <msg> *msg, const <type>value)
{
	if (<msg>_<field>_grow_(msg) == -1)
		return NULL;
	msg-><field>_data[msg-><field>_length] = value;
	msg-><field>_set = 1;
	return &msg-><field>_data[msg-><field>_length++];
}

static int
<msg>_<field>_take_(struct <msg> *msg, struct evbuffer *evbuf)
{
	<type>value;

	if (evtag_unmarshal_<kind>(evbuf, <TAG>, &value) == -1 || <msg>_<field>_add(msg, value) == NULL)
		return -1;
	return 0;
}
"
    ),
    clear: clear_array!(""),
    marshal: "\
for (i = 0; i < msg-><field>_length; i++)
	evtag_marshal_<kind>(evbuf, <TAG>, msg-><field>_data[i]);
",
    complete: "",
};

pub(crate) const STRING: Templates = Templates {
    members: MEMBERS,
    assign: "int at, const <type>value",
    get: "int at, <type>*value",
    add: "<type>*<name>(struct <msg> *msg, const <type>value);\n",
    functions: with_common!(
        "\
int
<msg>_<field>_assign(struct <msg> *msg, int at, const <type>value)
{
	char *copy;

	if (at < 0 || at >= msg-><field>_length || value == NULL)
		return -1;
	copy = (char *)rpc_duplicate_(value, strlen(value));
	if (copy == NULL)
		return -1;
	free(msg-><field>_data[at]);
	msg-><field>_data[at] = copy;
	return 0;
}

<type>*
<msg>_<field>_add(struct <msg> *msg, const <type>value)
{
	char *copy;

	if (value == NULL || <msg>_<field>_grow_(msg) == -1)
		return NULL;
	copy = (char *)rpc_duplicate_(value, strlen(value));
	if (copy == NULL)
		return NULL;
	msg-><field>_data[msg-><field>_length] = copy;
	msg-><field>_set = 1;
	return &msg-><field>_data[msg-><field>_length++];
}

static int
<msg>_<field>_take_(struct <msg> *msg, struct evbuffer *evbuf)
{
	ev_uint32_t length;
	char *value;

	if (<msg>_<field>_grow_(msg) == -1)
		return -1;
	value = (char *)rpc_payload_(evbuf, <TAG>, &length);
	if (value == NULL)
		return -1;
	msg-><field>_data[msg-><field>_length++] = value;
	msg-><field>_set = 1;
	return 0;
}
"
    ),
    clear: clear_array!(
        "\
for (i = 0; i < msg-><field>_length; i++)
	free(msg-><field>_data[i]);
"
    ),
    marshal: "\
for (i = 0; i < msg-><field>_length; i++)
	evtag_marshal_string(evbuf, <TAG>, msg-><field>_data[i]);
",
    complete: "",
};

pub(crate) const STRUCT: Templates = Templates {
    members: MEMBERS,
    assign: "int at, const <type>value",
    get: "int at, <type>*value",
    add: "<type><name>(struct <msg> *msg);\n",
    functions: with_common!(
        "\
int
<msg>_<field>_assign(struct <msg> *msg, int at, const <type>value)
{
	<type>copy;

	if (at < 0 || at >= msg-><field>_length)
		return -1;
	copy = <kind>_copy_(value);
	if (copy == NULL)
		return -1;
	<kind>_free(msg-><field>_data[at]);
	msg-><field>_data[at] = copy;
	return 0;
}

<type>
<msg>_<field>_add(struct <msg> *msg)
{
	<type>value;

	if (<msg>_<field>_grow_(msg) == -1 || (value = <kind>_new()) == NULL)
		return NULL;
	msg-><field>_data[msg-><field>_length++] = value;
	msg-><field>_set = 1;
	return value;
}

static int
<msg>_<field>_take_(struct <msg> *msg, struct evbuffer *evbuf<, int depth>)
{
	<type>value;

	if (<msg>_<field>_grow_(msg) == -1 || (value = <kind>_new()) == NULL)
		return -1;
	if (<read> == -1) {
		<kind>_free(value);
		return -1;
	}
	msg-><field>_data[msg-><field>_length++] = value;
	msg-><field>_set = 1;
	return 0;
}
"
    ),
    clear: clear_array!(
        "\
for (i = 0; i < msg-><field>_length; i++)
	<kind>_free(msg-><field>_data[i]);
"
    ),
    marshal: "\
for (i = 0; i < msg-><field>_length; i++)
	evtag_marshal_<kind>(evbuf, <TAG>, msg-><field>_data[i]);
",
    complete: "\
for (i = 0; i < msg-><field>_length; i++) {
	if (<kind>_complete(msg-><field>_data[i]) == -1)
		return -1;
}
",
};
