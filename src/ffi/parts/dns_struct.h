/* C++ has other uses for the word. */
#ifndef __cplusplus
#define dns_question_class class
#endif
