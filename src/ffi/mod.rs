//! The exported C functions, one module per public header.
