import { z } from 'zod'

/** The languages that the widget speaks, as BCP 47 tags. */
export const Language = z.enum(['en', 'es', 'fr', 'de', 'ar', 'zh-Hans'])

/** A text of the practice in other languages. */
export const Translations = z.partialRecord(Language, z.string().min(1))

export type Language = z.infer<typeof Language>
export type Translations = z.infer<typeof Translations>
