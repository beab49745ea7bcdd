// How protobufjs is to behave. This must run before the generated module is evaluated, hence a
// module of its own that messages.ts imports first.
import protobuf from "protobufjs/minimal.js";

// 64-bit integers are numbers, exact to 2^53-1, instead of `Long` objects.
(protobuf.util as { Long: unknown }).Long = null;
protobuf.configure();
// What a later version put into a message is passed on by this one, not dropped.
protobuf.Reader.discardUnknown = false;

// Half a surrogate pair becomes U+FFFD, as Node writes it. Short texts are written by protobufjs
// itself, as three bytes that no decoder takes: one such text in an entry of the log (a message
// cut in the middle of a character is enough) would stop every manager that applies it.
const { utf8 } = protobuf.util;
const { write } = utf8;
utf8.write = (text, buffer, offset) => write(text.toWellFormed(), buffer, offset);
