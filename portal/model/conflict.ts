/** Somebody else has saved since these were read: who, when (empty: not known), and where the two still differ. */
export type Conflict<Field> = { by: string; at: string; fields: readonly Field[] }
