import type { Me } from '../../server/contract/desk.ts'
import type { Portal } from '../model/portal.ts'
import { formatRoute } from '../model/route.ts'
import { DeskRoom } from './desk-room.tsx'
import { Icon } from './icon.tsx'
import { Logo } from './logo.tsx'
import { SignOutButton } from './sign-out-button.tsx'

type Practice = Me['practices'][number]

/** What stands around every room: the practice, the way to the rooms, who is signed in. */
export function Shell({ portal, me, practice }: { portal: Portal; me: Me; practice: Practice }) {
  const desk = portal.desk.value
  const count = desk?.requests.value?.length ?? 0
  const isOpen = desk?.selected.value != null
  return (
    <div class={isOpen ? 'shell opened' : 'shell'}>
      <header class="side">
        <button type="button" class="skip" onClick={() => document.getElementById('requests')?.focus()}>
          Skip to the requests
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
        <nav class="rooms" aria-label="Main">
          <a href={formatRoute(practice.id)} aria-current="page">
            <Icon name="inbox" />
            Appointments
            {count > 0 && (
              <span class="count">
                {count}
                <span class="sr"> waiting</span>
              </span>
            )}
          </a>
        </nav>
        <div class="person">
          <p class="row">
            <Icon name="user" />
            <span class="who">
              <span class="strong">{me.user.name}</span>
              {me.user.name !== me.user.email && (
                <span class="muted email" title={me.user.email}>
                  {me.user.email}
                </span>
              )}
            </span>
          </p>
          <SignOutButton session={portal.session} />
        </div>
      </header>
      <main>{desk && <DeskRoom key={desk.practice} portal={portal} desk={desk} />}</main>
    </div>
  )
}
