import { defineElement, tag } from './element.ts'
import { readVisit } from './visit.ts'

/** The custom element's name. */
export const tagName: 'chairtime-booking' = tag

/**
 * What `<chairtime-booking>` can be told, each an attribute of text.
 *
 * @example
 * // With React 19, so that JSX knows the element:
 * // declare module 'react' { namespace JSX { interface IntrinsicElements {
 * //   'chairtime-booking': BookingAttributes & { children?: React.ReactNode } } } }
 */
export interface BookingAttributes {
  /** The practice's id. */
  practice: string
  /** Origin of the server, like `https://book.example.com`; left out, the page's own. */
  api?: string
  /** Left out, the visitor's own setting decides. */
  theme?: 'light' | 'dark' | 'auto'
  /** Any CSS colour; its contrast is mended. */
  color?: string
  /** `en`, `es`, `fr`, `de`, `ar` or `zh-Hans`; left out, the page's. */
  lang?: string
  /** Id of a reason chosen beforehand: the booking begins with its times. */
  reason?: string
  /** Id of a practitioner chosen beforehand. */
  provider?: string
  /** `page`: the year's times are reckoned in the page. */
  engine?: 'page'
  'prefill-given'?: string
  'prefill-family'?: string
  'prefill-day'?: string
  'prefill-month'?: string
  'prefill-year'?: string
  'prefill-mobile'?: string
  'prefill-email'?: string
  'prefill-note'?: string
  /** Any text: the patient has been to the practice before. */
  'prefill-before'?: string
}

/** What the element sends, bubbling out of its shadow. Nothing of it is about a person, and no event names the reason. */
export interface BookingEvents {
  'chairtime:ready': CustomEvent<{ readonly practice: string }>
  'chairtime:step': CustomEvent<{ readonly step: string }>
  /** `start`: as the server writes it, like `2026-11-23T09:30:00-05:00`. */
  'chairtime:slot': CustomEvent<{ readonly start: string }>
  'chairtime:submitted': CustomEvent<Record<string, never>>
  /** `refusal`: a code, like `slot-taken` or `offline`. */
  'chairtime:error': CustomEvent<{ readonly refusal: string }>
}

declare global {
  interface HTMLElementTagNameMap {
    'chairtime-booking': HTMLElement
  }
  interface HTMLElementEventMap extends BookingEvents {}
}

// Frameworks also import it where pages are drawn on a server, where nothing can be defined.
if ('customElements' in globalThis) defineElement('', readVisit(location.href, document.referrer))
