//! Tagged data: numbers, texts, times and nested records in a buffer, each with a number that says
//! what it is. This is how event2/rpc.h and the code that its generator writes pack structs.
