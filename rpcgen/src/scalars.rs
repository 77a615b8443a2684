//! The C of fields that are there once at most.

use crate::field::Templates;

pub(crate) const INT: Templates = Templates {
    members: "<type><field>_data;",
    assign: "const <type>value",
    get: "<type>*value",
    add: "",
    functions: "\
int
<msg>_<field>_assign(struct <msg> *msg, const <type>value)
{
	msg-><field>_data = value;
	msg-><field>_set = 1;
	return 0;
}

int
<msg>_<field>_get(struct <msg> *msg, <type>*value)
{
	if (!msg-><field>_set)
		return -1;
	*value = msg-><field>_data;
	return 0;
}

static int
<msg>_<field>_take_(struct <msg> *msg, struct evbuffer *evbuf)
{
	if (msg-><field>_set || evtag_unmarshal_<kind>(evbuf, <TAG>, &msg-><field>_data) == -1)
		return -1;
	msg-><field>_set = 1;
	return 0;
}
",
    clear: "\
msg-><field>_data = 0;
msg-><field>_set = 0;
",
    marshal: "evtag_marshal_<kind>(evbuf, <TAG>, msg-><field>_data);\n",
    complete: "",
};

pub(crate) const STRING: Templates = Templates {
    members: "<type><field>_data;",
    assign: "const <type>value",
    get: "<type>*value",
    add: "",
    functions: "\
int
<msg>_<field>_assign(struct <msg> *msg, const <type>value)
{
	char *copy = value != NULL ? (char *)rpc_duplicate_(value, strlen(value)) : NULL;

	if (copy == NULL)
		return -1;
	free(msg-><field>_data);
	msg-><field>_data = copy;
	msg-><field>_set = 1;
	return 0;
}

int
<msg>_<field>_get(struct <msg> *msg, <type>*value)
{
	if (!msg-><field>_set)
		return -1;
	*value = msg-><field>_data;
	return 0;
}

static int
<msg>_<field>_take_(struct <msg> *msg, struct evbuffer *evbuf)
{
	ev_uint32_t length;

	if (msg-><field>_set)
		return -1;
	msg-><field>_data = (char *)rpc_payload_(evbuf, <TAG>, &length);
	if (msg-><field>_data == NULL)
		return -1;
	msg-><field>_set = 1;
	return 0;
}
",
    clear: "\
free(msg-><field>_data);
msg-><field>_data = NULL;
msg-><field>_set = 0;
",
    marshal: "\
if (msg-><field>_set)
	evtag_marshal_string(evbuf, <TAG>, msg-><field>_data);
",
    complete: "",
};

pub(crate) const BYTES: Templates = Templates {
    members: "<type><field>_data;\nev_uint32_t <field>_length;",
    assign: "const <type>value, ev_uint32_t length",
    get: "<type>*value, ev_uint32_t *length",
    add: "",
    functions: "\
int
<msg>_<field>_assign(struct <msg> *msg, const <type>value, ev_uint32_t length)
{
	ev_uint8_t *copy = (ev_uint8_t *)rpc_duplicate_(value, length);

	if (copy == NULL)
		return -1;
	free(msg-><field>_data);
	msg-><field>_data = copy;
	msg-><field>_length = length;
	msg-><field>_set = 1;
	return 0;
}

int
<msg>_<field>_get(struct <msg> *msg, <type>*value, ev_uint32_t *length)
{
	if (!msg-><field>_set)
		return -1;
	*value = msg-><field>_data;
	*length = msg-><field>_length;
	return 0;
}

static int
<msg>_<field>_take_(struct <msg> *msg, struct evbuffer *evbuf)
{
	ev_uint32_t length;

	if (msg-><field>_set)
		return -1;
	msg-><field>_data = (ev_uint8_t *)rpc_payload_(evbuf, <TAG>, &length);
	if (msg-><field>_data == NULL)
		return -1;
	msg-><field>_length = length;
	msg-><field>_set = 1;
	return 0;
}
",
    clear: "\
free(msg-><field>_data);
msg-><field>_data = NULL;
msg-><field>_length = 0;
msg-><field>_set = 0;
",
    marshal: "evtag_marshal(evbuf, <TAG>, msg-><field>_data, msg-><field>_length);\n",
    complete: "",
};

pub(crate) const FIXED: Templates = Templates {
    members: "ev_uint8_t <field>_data[<length>];",
    assign: "const <type>value",
    get: "<type>*value",
    add: "",
    functions: "\
int
<msg>_<field>_assign(struct <msg> *msg, const <type>value)
{
	memmove(msg-><field>_data, value, sizeof(msg-><field>_data));
	msg-><field>_set = 1;
	return 0;
}

int
<msg>_<field>_get(struct <msg> *msg, <type>*value)
{
	if (!msg-><field>_set)
		return -1;
	*value = msg-><field>_data;
	return 0;
}

static int
<msg>_<field>_take_(struct <msg> *msg, struct evbuffer *evbuf)
{
	if (msg-><field>_set ||
	    evtag_unmarshal_fixed(evbuf, <TAG>, msg-><field>_data, sizeof(msg-><field>_data)) == -1)
		return -1;
	msg-><field>_set = 1;
	return 0;
}
",
    clear: "\
memset(msg-><field>_data, 0, sizeof(msg-><field>_data));
msg-><field>_set = 0;
",
    marshal: "evtag_marshal(evbuf, <TAG>, msg-><field>_data, sizeof(msg-><field>_data));\n",
    complete: "",
};

pub(crate) const STRUCT: Templates = Templates {
    members: "<type><field>_data;",
    assign: "const <type>value",
    get: "<type>*value",
    add: "",
    functions: "\
int
<msg>_<field>_assign(struct <msg> *msg, const <type>value)
{
	<type>copy = <kind>_copy_(value);

	if (copy == NULL)
		return -1;
	if (msg-><field>_data != NULL)
		<kind>_free(msg-><field>_data);
	msg-><field>_data = copy;
	msg-><field>_set = 1;
	return 0;
}

/* An empty one, if there is none yet: this is how to fill it in place. */
int
<msg>_<field>_get(struct <msg> *msg, <type>*value)
{
	if (!msg-><field>_set) {
		msg-><field>_data = <kind>_new();
		if (msg-><field>_data == NULL)
			return -1;
		msg-><field>_set = 1;
	}
	*value = msg-><field>_data;
	return 0;
}

static int
<msg>_<field>_take_(struct <msg> *msg, struct evbuffer *evbuf<, int depth>)
{
	<type>value;

	if (msg-><field>_set || (value = <kind>_new()) == NULL)
		return -1;
	if (<read> == -1) {
		<kind>_free(value);
		return -1;
	}
	msg-><field>_data = value;
	msg-><field>_set = 1;
	return 0;
}
",
    clear: "\
if (msg-><field>_data != NULL)
	<kind>_free(msg-><field>_data);
msg-><field>_data = NULL;
msg-><field>_set = 0;
",
    marshal: "\
if (msg-><field>_set)
	evtag_marshal_<kind>(evbuf, <TAG>, msg-><field>_data);
",
    complete: "\
if (msg-><field>_set && <kind>_complete(msg-><field>_data) == -1)
	return -1;
",
};
