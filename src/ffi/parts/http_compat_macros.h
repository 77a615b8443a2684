/** Use evhttp_request_get_uri() instead. */
#define evhttp_request_uri evhttp_request_get_uri
