/** Has these tests run on the checked build, with the guard in front of it. */
import { readFileSync } from "node:fs";
import { guarded } from "../bindings/guard.ts";
import { adopt } from "../bindings/wasm.ts";

adopt(new WebAssembly.Module(readFileSync("build/ancilla.checked.wasm")), guarded);
