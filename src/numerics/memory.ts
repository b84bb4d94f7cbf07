/** Linear memory for those who stand above numerics: the names under which they hold blocks and scopes. */
export {
  bytesInUse,
  type F64Block,
  type F64Pointer,
  type I32Block,
  type I32Pointer,
  memorySize,
  type OwnedScope,
  offset,
  openScope,
  type Scope,
  scope,
  window64,
} from "../../bindings/memory.ts";
