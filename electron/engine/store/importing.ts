/**
 * The time of deletion that captures have while they are being imported: in a trash that nothing empties and nobody brings
 * back. What is looked for passes over them as over all that is in the trash, until the import is whole.
 */
export const IMPORTING = Number.MAX_SAFE_INTEGER
