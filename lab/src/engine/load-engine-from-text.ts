/** The one file's engine: its script carries the binary, and there is nothing to wait for. */
export const loadEngine = (): Promise<void> => Promise.resolve();
