import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runImport } from '../../server/commands/import.ts'
import type { Config } from '../../server/config.ts'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { openHouse } from '../../server/house.ts'
import { importAppointments } from '../../server/import.ts'
import { baseOf } from '../../server/rules/reading.ts'
import { saveRules, undoRules } from '../../server/rules/saving.ts'
import type { Store } from '../../server/store/store.ts'
import { appointment } from '../kit/desk.ts'
import { OWN_ORIGIN } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'

let folder: string
let config: Config
const said: string[] = []
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chairtime-import-'))
  config = { port: 0, host: '127.0.0.1', dataDir: folder, publicUrl: OWN_ORIGIN, trustProxy: false }
  vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line))
  await take(testPractice())
  said.length = 0
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

function take(file: PracticeFile, ...options: string[]): Promise<void> {
  const path = join(folder, 'practice.json')
  writeFileSync(path, JSON.stringify(file))
  return runImport(config, [path, ...options])
}

async function inStore<T>(run: (store: Store) => Promise<T>): Promise<T> {
  const house = await openHouse(config)
  return run(house.store).finally(() => house.close())
}

const stored = () => inStore(async (store) => (await store.practice('oak'))!.file)
const saving = async (store: Store) => ({
  ...{ practice: 'oak', userId: 'dana', role: 'owner' as const, now: Date.now() },
  base: await baseOf((await store.practice('oak'))!, await store.lastReplaced('oak')),
})
const editInPortal = (file: PracticeFile) => inStore(async (store) => saveRules(store, await saving(store), file))

describe('chairtime import', () => {
  it('says what it makes different, where nobody edited anything in the portal', async () => {
    await take(testPractice({ noticeMinutes: 120 }))
    await take(testPractice({ noticeMinutes: 180 }))
    expect(said.slice(2)).toEqual([
      'Oak Dental (oak) is changed.',
      'What is different:\n  Shortest notice: 2 hours → 3 hours',
    ])
  })

  it('does not overwrite what was edited in the portal unless it is told to', async () => {
    await editInPortal(testPractice({ phone: '555-0199' }))
    await expect(take(testPractice())).rejects.toThrow(/^nothing was imported; --replace puts/)
    expect(said).toEqual([
      'Oak Dental (oak) was edited in the portal. The file would make this different:\n  Phone: 555-0199 → 555-0100',
    ])
    expect((await stored()).phone).toBe('555-0199')

    await take(testPractice(), '--replace')
    expect((await stored()).phone).toBe('555-0100')
    // From here on it is as imported again.
    await take(testPractice({ noticeMinutes: 120 }))
    expect((await stored()).noticeMinutes).toBe(120)
  })

  it('takes a file that says what the portal has', async () => {
    await editInPortal(testPractice({ phone: '555-0199' }))
    await take(testPractice({ phone: '555-0199' }))
    expect(said).toEqual(['Oak Dental (oak) is changed.'])
  })

  it('can be undone in the portal', async () => {
    await take(testPractice({ phone: '555-0199' }))
    await inStore(async (store) => undoRules(store, await saving(store)))
    expect((await stored()).phone).toBe('555-0100')
  })

  it('takes out nobody who has appointments ahead, not even when it replaces', async () => {
    const start = Date.now() + 86_400_000
    await inStore((store) => importAppointments(store, 'oak', [appointment({ start })], Date.now()))
    await editInPortal(testPractice({ phone: '555-0199' }))
    const less = testPractice({ practitioners: testPractice().practitioners.slice(1) })
    await expect(take(less, '--replace')).rejects.toThrow(/practitioners: "ann" is missing, but 1 appointments/)
    expect((await stored()).practitioners).toHaveLength(3)
  })
})
