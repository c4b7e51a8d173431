#pragma once
// mallopt() of the C library, where it has one; Swift's own modules leave it out.
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
