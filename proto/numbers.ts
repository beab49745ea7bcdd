// 64-bit integers are numbers, exact to 2^53-1, instead of `Long` objects. This must run before
// the generated module is evaluated, hence a module of its own that messages.ts imports first.
import protobuf from "protobufjs/minimal.js";

(protobuf.util as { Long: unknown }).Long = null;
protobuf.configure();
