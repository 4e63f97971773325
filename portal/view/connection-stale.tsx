import { useEffect } from 'preact/hooks'
import type { SyncStanding } from '../../server/contract/connection.ts'
import type { Me } from '../../server/contract/desk.ts'
import type { Portal } from '../model/portal.ts'
import { formatRoom } from '../model/route.ts'
import type { Words } from '../model/words.ts'
import { clockOrDay } from './connection-words.ts'
import { Icon } from './icon.tsx'

type Practice = Me['practices'][number]
type Props = { portal: Portal; practice: Practice; standing: SyncStanding; now: number }

/** Whose times vanish, when and why; nothing while all is well. */
export function StaleNote(props: Props) {
  const told = staleWords(props.standing, props.practice, props.portal.words.value, props.now)
  if (!told) return null
  return (
    <div class={told.hasVanished ? 'note danger' : 'note warning'}>
      <Icon name="warn" />
      <div>
        <p>
          <b>{told.why}</b> {told.what}
        </p>
      </div>
    </div>
  )
}

/** The same over every other room, with the way to where something can be done about it. */
export function StaleBanner({ portal, practice }: { portal: Portal; practice: Practice }) {
  const desk = portal.desk.value
  const standing = desk?.connection.now.value
  const route = portal.route.value
  const isInRoom = route.at === 'room' && route.room === 'connection'
  const told =
    desk && standing && practice.mode !== 'own'
      ? staleWords(standing, practice, portal.words.value, desk.now.value)
      : null
  const spoken = told && `${told.why} ${told.what}`
  useEffect(() => {
    if (spoken) portal.announce(spoken)
  }, [spoken])
  if (!told || isInRoom) return null
  return (
    <aside class={told.hasVanished ? 'stale-banner danger' : 'stale-banner warning'} aria-label="Practice system">
      <Icon name="warn" />
      <p>
        <b>{told.why}</b> {told.what}{' '}
        <a class="together" href={formatRoom(practice.id, 'connection')}>
          See why
        </a>
      </p>
    </aside>
  )
}

/** In two sentences: why, and what comes of it. Null: no times vanish. */
export function staleWords(
  { lastGoodAt, staleFrom, isStale, practitioners, unreadable, problem }: SyncStanding,
  practice: Pick<Practice, 'practitioners'>,
  words: Words,
  now: number,
): { hasVanished: boolean; why: string; what: string } | null {
  if (staleFrom === null && !isStale) return null
  const names = practitioners.flatMap((id) => practice.practitioners.find((each) => each.id === id)?.name ?? [])
  const times = names.length === 0 ? 'Some times' : `The times of ${new Intl.ListFormat('en').format(names)}`
  const isRead = problem === null && unreadable > 0
  const why = isRead
    ? unreadable === 1
      ? 'One record of your schedule can’t be read.'
      : `${unreadable} records of your schedule can’t be read.`
    : lastGoodAt === null
      ? 'Your schedule could not be read yet.'
      : `Your schedule has not been read since ${clockOrDay(words, lastGoodAt, now)}.`
  if (isStale)
    return { hasVanished: true, why, what: `${times} are not offered online; patients see your phone number.` }
  const at = clockOrDay(words, staleFrom!, now)
  return {
    hasVanished: false,
    why,
    what: `${times} are no longer offered online from ${at} on, unless it can be read.`,
  }
}
