/** A package that a feature needs and that is not installed. */
export class MissingPackage extends Error {
  readonly code = "MISSING_PACKAGE";
  override readonly name = "MissingPackage";
}

/**
 * Load an optional peer dependency on demand.
 *
 * `purpose` begins the sentence that a missing package gets, such as "Writing PNG files"; `partner` is what it cannot do that without,
 * installed by the same command. Throws `MissingPackage` with the command that installs it; any other failure passes through.
 */
export async function optional<Module>(name: string, purpose: string, load: () => Promise<Module>, partner?: string): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    const code = (error as { code?: string }).code;
    const missing = (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND") && String(error).includes(name);
    if (!missing) throw error;
    const both = partner === undefined ? name : `${name} ${partner}`;
    throw new MissingPackage(`${purpose} needs the package ${name}, which is not installed. Install it with \`npm install ${both}\`.`);
  }
}
