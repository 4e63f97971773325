const at = <T extends HTMLElement>(selector: string) => document.querySelector<T>(selector)!

/** A part of the demo that is looked at. */
export type Part = 'site' | 'portal' | 'mail'

/** The website and the portal in their frames, and where links in them lead. */
export interface Frames {
  /** Loads the website and the portal. */
  open(): void
  /** Lets links in a frame lead to where they belong in the demo. */
  follow(frame: HTMLIFrameElement): void
}

/**
 * @param base - Path of the demo, with a slash at both ends.
 * @param show - Brings a part to the front.
 */
export function createFrames(base: string, show: (part: Part) => void): Frames {
  const site = at<HTMLIFrameElement>('#site iframe')
  const portal = at<HTMLIFrameElement>('#portal iframe')
  const home = `${base}site/`

  site.addEventListener('load', () => {
    at('#elsewhere').hidden = site.contentWindow!.location.pathname.startsWith(home)
  })
  at('#home').addEventListener('click', () => site.contentWindow!.location.assign(home))

  function follow(frame: HTMLIFrameElement): void {
    frame.addEventListener('load', () => frame.contentDocument?.addEventListener('click', onClick))
    frame.contentDocument?.addEventListener('click', onClick)
  }

  function onClick(event: Event): void {
    const link = event.composedPath().find((node) => (node as Element).localName === 'a') as
      | HTMLAnchorElement
      | undefined
    if (event.defaultPrevented || !link?.href || !/^https?:$/.test(link.protocol)) return
    if (link.origin !== location.origin) {
      link.target = '_blank'
      link.rel = 'noopener'
      return
    }
    const { location: here } = link.ownerDocument
    const isWithin = link.hash !== '' && link.pathname + link.search === here.pathname + here.search
    if (isWithin) return
    event.preventDefault()
    const path = link.pathname.startsWith(base) ? link.pathname.slice(base.length) : link.pathname.slice(1)
    if (link.hasAttribute('download') || path.endsWith('.csv')) void save(link)
    else go(path, link.search + link.hash)
  }

  /** @param path - Without the demo's own, and without a slash before it. */
  function go(path: string, rest: string): void {
    const isPortal = path.startsWith('portal/')
    show(isPortal ? 'portal' : 'site')
    const frame = isPortal ? portal : site
    // Within the portal only what is behind the # differs: it needn't be loaded anew.
    frame.contentWindow!.location.assign(base + path + rest)
  }

  return {
    open() {
      follow(site)
      follow(portal)
      site.src = home
      portal.src = `${base}portal/`
    },
    follow,
  }
}

/** A browser asks for a file that is to be saved past the service worker. */
async function save(link: HTMLAnchorElement): Promise<void> {
  const response = await link.ownerDocument.defaultView!.fetch(link.href)
  const named = /filename="?([^";]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  const saving = document.createElement('a')
  saving.href = URL.createObjectURL(await response.blob())
  saving.download = named ?? link.pathname.split('/').at(-1)!
  saving.click()
  setTimeout(() => URL.revokeObjectURL(saving.href), 10_000)
}
