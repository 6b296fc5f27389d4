//! Real-part test batteries over the whole product; the tests stand beside this file.
