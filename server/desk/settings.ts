import type { PracticeFile } from '../contract/practice-file.ts'
import { Settings } from '../contract/settings.ts'
import type { Reader } from '../store/store.ts'

/** What a practice's staff have set, with the defaults for what they haven't. */
export async function settingsOf(reader: Reader, practice: string): Promise<{ settings: Settings; version: number }> {
  const kept = await reader.settings(practice)
  return { settings: Settings.parse(kept?.document ?? {}), version: kept?.version ?? 0 }
}

/** The practice's file with the colour that its staff have chosen, where they have. */
export async function withAccent(reader: Reader, file: PracticeFile): Promise<PracticeFile> {
  const { accent } = (await settingsOf(reader, file.id)).settings
  return accent === null ? file : { ...file, accent }
}
