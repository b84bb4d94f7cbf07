/** The entry points that carry the binary import this file; those that are handed one do not. */
import "../../bindings/carried.ts";
