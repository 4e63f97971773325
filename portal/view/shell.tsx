import type { Me } from '../../server/contract/desk.ts'
import { titleId } from '../focus.ts'
import type { Portal } from '../model/portal.ts'
import { accountRoute } from '../model/route.ts'
import { StaleBanner } from './connection-stale.tsx'
import { DeskRoom } from './desk-room.tsx'
import { Icon } from './icon.tsx'
import { Logo } from './logo.tsx'
import { Room } from './room.tsx'
import { RoomsNav } from './rooms-nav.tsx'
import { SignOutButton } from './sign-out-button.tsx'

type Practice = Me['practices'][number]

/** What stands around every room: the practice, the way to the rooms, who is signed in. */
export function Shell({ portal, me, practice }: { portal: Portal; me: Me; practice: Practice }) {
  const isOpen = portal.open.value !== null
  return (
    <div class={isOpen ? 'shell opened' : 'shell'}>
      <header class={portal.moreShown.value ? 'side more' : 'side'}>
        <button type="button" class="skip" onClick={skip}>
          Skip to the content
        </button>
        <div class="practice">
          <Logo />
          {me.practices.length > 1 ? (
            <select
              class="input"
              aria-label="Practice"
              value={practice.id}
              onChange={(event) => portal.choosePractice(event.currentTarget.value)}
            >
              {me.practices.map((each) => (
                <option key={each.id} value={each.id}>
                  {each.name}
                </option>
              ))}
            </select>
          ) : (
            <span class="name">{practice.name}</span>
          )}
        </div>
        <RoomsNav portal={portal} practice={practice} />
        <div class="person">
          <a
            class="row who"
            href={accountRoute}
            aria-current={portal.route.value.at === 'account' ? 'page' : undefined}
          >
            <Icon name="user" />
            <span>
              <span class="strong">{me.user.name}</span>
              {me.user.name !== me.user.email && (
                <span class="muted email" title={me.user.email}>
                  {me.user.email}
                </span>
              )}
            </span>
          </a>
          <SignOutButton session={portal.session} />
        </div>
      </header>
      <main>
        <StaleBanner portal={portal} practice={practice} />
        <Place portal={portal} practice={practice} />
      </main>
    </div>
  )
}

function Place({ portal, practice }: { portal: Portal; practice: Practice }) {
  const route = portal.route.value
  const desk = portal.desk.value
  if (route.at === 'room') return <Room key={practice.id} name={route.room} portal={portal} practice={practice} />
  if (route.at === 'account') return <Room name="account" portal={portal} practice={practice} />
  return desk && <DeskRoom key={desk.practice} portal={portal} desk={desk} />
}

const skip = () => (document.getElementById('requests') ?? document.getElementById(titleId))?.focus()
