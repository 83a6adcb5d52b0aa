/** Folder of the built product. Tests run the sources, but load browser files and worker threads from this folder. */
export const BUILD_FOLDER = new URL('../../dist/', import.meta.url);
