import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { RoomName } from '../../portal/model/route.ts'
import { tabWords } from '../../portal/model/tabs.ts'
import { Language } from '../../server/contract/language.ts'
import { PracticeFile } from '../../server/contract/practice-file.ts'
import { usualBudgets } from '../../server/limiter.ts'
import { createMetrics } from '../../server/metrics.ts'
import { LINK_MS, MOST_TRIES } from '../../server/patients/links.ts'
import type { Store } from '../../server/store/store.ts'
import { anchorsOf, blocksOf, page, pages, read } from './page.ts'

/** The cells of every row of a page's tables, of those rows that begin with code. */
const rowsOf = (text: string): string[][] =>
  [...text.matchAll(/^\| (`.*) \|$/gm)].map(([, row]) => row!.split(' | ').map((cell) => cell.trim()))

/** Names in code, in the first cells of a part of a page. */
const namesIn = (path: string, heading: string): string[] => {
  const [, part = ''] = new RegExp(`^## ${heading}\n([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, 'm').exec(page(path)) ?? []
  return rowsOf(part).flatMap(([first]) => [...first!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!))
}

describe('docs/operating.md', () => {
  it('has each setting that the server reads, and no other', () => {
    const known = new Set([...read('server/config.ts').matchAll(/\benv\.([A-Z_]+)/g)].map(([, name]) => name!))
    expect(known.size).toBeGreaterThan(8)
    expect(namesIn('docs/operating.md', 'Settings').sort()).toEqual([...known].sort())
  })

  it('names no setting that isn’t one, on any page', () => {
    const known = namesIn('docs/operating.md', 'Settings')
    const named = pages.flatMap(({ text }) =>
      [...text.matchAll(/(?:\bexport |`)([A-Z]+_[A-Z_]+|PORT|HOST|SECRET)(?:=|`)/g)].map(([, name]) => name!),
    )
    expect([...new Set(named)].filter((name) => !known.includes(name))).toEqual([])
  })

  it('has each metric that the server exports, and no other', async () => {
    const metrics = createMetrics()
    const store = {
      mailQueue: async () => ({ waiting: 0, oldestAt: null }),
      practiceIds: async () => [],
    } as unknown as Store
    metrics.watchMails(store, () => 0)
    metrics.watchSyncs(store, () => 0)
    const { body } = await metrics.text()
    const exported = [...body.matchAll(/^# HELP (chairtime_\w+)/gm)].map(([, name]) => name!)
    const named = namesIn('docs/operating.md', 'Monitoring').filter((name) => name.startsWith('chairtime_'))
    expect(exported.length).toBeGreaterThan(5)
    expect(named.sort()).toEqual(exported.sort())
  })

  it('says how many calls are let through as the server counts them', () => {
    const { read: reading, hold, send } = usualBudgets
    expect([reading.seconds, hold.seconds, send.seconds]).toEqual([60, 600, 600])
    expect(page('docs/operating.md').replace(/\s+/g, ' ')).toContain(
      `${reading.most} readings a minute, ${hold.most} holds and ${send.most} requests in ten minutes`,
    )
  })

  it('names fields of the practice file that are there', () => {
    const named = namesIn('docs/operating.md', 'The practice file')
    expect(named.length).toBeGreaterThan(4)
    expect(named.filter((name) => /^[a-z]/.test(name) && !(name in PracticeFile.shape))).toEqual([])
  })
})

describe('commands', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

  it('of npm that a page names are there', () => {
    const named = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/\bnpm (?:run (?:-s )?([\w:-]+)|(start|test)\b)/g)].map(([, run, short]) => [
        path,
        (run ?? short)!,
      ]),
    )
    expect(named.length).toBeGreaterThan(20)
    expect(named.filter(([, name]) => !(name! in scripts))).toEqual([])
  })

  it('of package.json stand in docs/developers.md', () => {
    const named = namesIn('docs/developers.md', 'Commands').map((command) =>
      command.replace(/^npm (?:run )?(?:-s )?/, '').replace(/ .*/, ''),
    )
    // npm itself runs those, around what people run.
    const lifecycle = /^(pre|post)/
    expect(Object.keys(scripts).filter((name) => !lifecycle.test(name) && !named.includes(name))).toEqual([])
  })

  it('of chairtime that a page names are in its help, and the reverse', () => {
    const words = [...read('server/main.ts').matchAll(/^ {2}chairtime ([a-z]+)/gm)].map(([, name]) => name!)
    const known = new Set([...words, 'help'])
    expect(known.size).toBeGreaterThan(10)
    const named = new Set(
      pages.flatMap(({ text }) => [...text.matchAll(/(?:npx |`|\$ )chairtime ([a-z]+)\b/g)].map(([, name]) => name!)),
    )
    expect([...named].filter((name) => !known.has(name))).toEqual([])
    expect(
      [...known].filter((name) => !named.has(name) && !page('docs/developers.md').includes(`\`${name}\``)),
    ).toEqual([])
  })

  it('in a shell block are all commands of ours, of npm or of the shell', () => {
    const lines = pages.flatMap(({ path, text }) =>
      blocksOf(text, 'sh').flatMap((code) =>
        code
          .trim()
          .split('\n')
          .map((line) => [path, line] as const),
      ),
    )
    expect(lines.length).toBeGreaterThan(15)
    expect(
      lines.filter(([, line]) => !/^(npm (ci|run|start|test)|npx (chairtime|vitest)|export [A-Z_]+=)/.test(line)),
    ).toEqual([])
  })
})

describe('docs/staff.md', () => {
  /** A room that isn’t here is a type error. */
  const sections: Record<RoomName, string> = {
    calendar: 'calendar',
    week: 'edit-a-week',
    schedule: 'default-schedule',
    patients: 'patients',
    'patient-access': 'patient-access',
    messages: 'messages',
    report: 'report',
    setup: 'set-up',
    settings: 'settings',
    connection: 'practice-system',
    staff: 'staff',
  }
  const anchors = anchorsOf(page('docs/staff.md'))

  it('has a section for each room and list of the portal', () => {
    const slug = (words: string) => words.toLowerCase().replaceAll(' ', '-')
    const inNav = [...read('portal/view/rooms-nav.tsx').matchAll(/\bwords: '([^']+)'/g)].map(([, words]) =>
      slug(words!),
    )
    expect(inNav.length).toBeGreaterThan(6)
    const wanted = [...Object.values(tabWords).map(slug), ...inNav, ...Object.values(sections), 'my-account', 'keys']
    expect(wanted.filter((each) => !anchors.includes(each))).toEqual([])
  })

  it('says how long an invitation can be used, and how often one may be wrong', () => {
    const days = LINK_MS.invitation / 86_400_000
    const text = page('docs/staff.md').replace(/\s+/g, ' ')
    expect(text).toContain(`after ${days} days`)
    expect(text).toContain(`was wrong ${MOST_TRIES} times`)
  })

  it('has every key that the portal shows', () => {
    const named = [...page('docs/staff.md').matchAll(/`([^`]+)`/g)].map(([, key]) => key!)
    const sheet = read('portal/view/keys-sheet.tsx')
    const keys = [...sheet.matchAll(/\bpress: \[([^\]]+)\]/g)].flatMap(([, list]) =>
      [...list!.matchAll(/'([^']+)'/g)].map(([, key]) => key!),
    )
    expect(keys.length).toBeGreaterThan(20)
    expect([...new Set(keys)].filter((key) => !named.includes(key))).toEqual([])
  })
})

describe('docs/website.md', () => {
  it('has every attribute that a place may carry', () => {
    const [, shape = ''] = /interface BookingAttributes \{([\s\S]*?)^\}/m.exec(read('widget/module.ts')) ?? []
    const taken = [...shape.matchAll(/^ {2}'?([a-z-]+)'?\??:/gm)].map(([, name]) => name!)
    expect(taken.length).toBeGreaterThan(12)
    const named = namesIn('docs/website.md', 'All attributes')
    expect(named.map((name) => name.replace(/^-/, 'prefill-')).sort()).toEqual([...taken].sort())
  })

  it('has every language of the booking', () => {
    const row = rowsOf(page('docs/website.md')).find(([first]) => first === '`lang`')!
    expect([...row[1]!.matchAll(/`([^`]+)`/g)].map(([, tag]) => tag!).sort()).toEqual([...Language.options].sort())
  })

  it('stores nothing in a visitor’s browser, as docs/privacy.md says', () => {
    const { stdout } = spawnSync(
      'grep',
      ['-rlE', 'localStorage|sessionStorage|indexedDB|document\\.cookie', 'widget'],
      {
        encoding: 'utf8',
      },
    )
    expect(stdout).toBe('')
  })
})

describe('forms for issues', () => {
  it.each(['bug', 'request', 'connector'])('%s warns of patients’ data, and has it confirmed', (name) => {
    const form = read(`.github/ISSUE_TEMPLATE/${name}.yml`)
    expect(form).toMatch(/^name: .+\ndescription: .+\nlabels: \[\w+\]\nbody:\n/)
    expect(form).toContain("**Never paste a patient's data**")
    expect(form).toMatch(/type: checkboxes[\s\S]*There is none in this[\s\S]*required: true\n$/)
    const ids = [...form.matchAll(/^ {4}id: (\w+)$/gm)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
