import type { MessageState } from '../../server/contract/settings.ts'
import { formatRoom } from './route.ts'

export type MessagesTab = 'all' | MessageState | 'templates'

/** What the address says of the messages after its `?`. */
export type MessagesAddress = {
  tab: MessagesTab
  /** Id of a message, or the name of a template. */
  open: string | null
  /** Of the templates; null: the practice's. */
  language: string | null
}

export const messagesTabs: readonly MessagesTab[] = ['all', 'failed', 'waiting', 'sent', 'kept', 'templates']

/** Reads a hash like `#/elm/messages?show=failed&open=ID`. Whatever it can't read counts as absent. */
export function parseMessages(hash: string): MessagesAddress {
  const asked = new URLSearchParams(hash.split('?')[1] ?? '')
  return {
    tab: messagesTabs.find((tab) => tab === asked.get('show')) ?? 'all',
    open: asked.get('open'),
    language: asked.get('language'),
  }
}

export function formatMessages(practice: string, { tab, open, language }: MessagesAddress): string {
  const asked = new URLSearchParams()
  if (tab !== 'all') asked.set('show', tab)
  if (language !== null) asked.set('language', language)
  if (open !== null) asked.set('open', open)
  const query = asked.toString()
  return `${formatRoom(practice, 'messages')}${query ? `?${query}` : ''}`
}
