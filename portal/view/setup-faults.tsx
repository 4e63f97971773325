import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { partWords } from '../model/rules-parts.ts'
import { formatSchedule } from '../model/schedule-address.ts'
import { formatSetup, placeOf } from '../model/setup-address.ts'
import { Icon } from './icon.tsx'
import type { SetupPart } from './setup-room.tsx'
import { placeWords } from './setup-words.ts'

/** What stands in the way of saving, wherever it is: each leads to its part. */
export function SetupFaults({ model, file, practice }: SetupPart) {
  const faults = model.rules.faults.value
  if (faults.length === 0) return null
  return (
    <div class="note danger setup-faults" role="alert">
      <Icon name="warn" />
      <div>
        <p>
          <b>It can’t be saved like this.</b>
        </p>
        <ul>
          {faults.slice(0, 6).map(({ pointer, detail }) => {
            const link = linkOf(practice.id, file, pointer)
            return (
              <li key={`${pointer} ${detail}`}>
                {link && <a href={link.href}>{link.words}</a>}
                {link && ': '}
                {detail}
              </li>
            )
          })}
          {faults.length > 6 && <li>and {faults.length - 6} more</li>}
        </ul>
      </div>
    </div>
  )
}

/** Where it can be mended, and what stands there; null: nowhere here. */
function linkOf(practice: string, file: PracticeFile, pointer: string): { href: string; words: string } | null {
  const [, list = '', index = ''] = pointer.split('/')
  const entries: unknown = file[list as keyof PracticeFile]
  const entry =
    Array.isArray(entries) && /^\d+$/.test(index) ? (entries[Number(index)] as Entry | undefined) : undefined
  const to = placeOf(pointer, file.practitioners)
  if (to) {
    const open = to.open ?? (entry ? (entry.id ?? index) : null)
    return {
      href: formatSetup(practice, to.place, open),
      words: entry?.name || (Array.isArray(entries) ? placeWords[to.place] : fieldWords(list)),
    }
  }
  const kind = list === 'practitioners' ? 'practitioner' : list === 'chairs' ? 'chair' : null
  if (!kind || !entry?.id) return null
  return { href: formatSchedule(practice, { kind, id: entry.id }), words: `Hours of ${entry.name}` }
}

/** `noticeMinutes` as `Notice before a visit`. */
const fieldWords = (name: string) => partWords([name]).replace(/^./, (letter) => letter.toUpperCase())

/** Of a list of the file; closures have no id. */
type Entry = { id?: string; name?: string }
