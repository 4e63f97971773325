/** The cookies of the one browser that visits the server in this page. */
export interface CookieJar {
  /** As the `Cookie` header has them; empty: there are none. */
  readonly header: () => string
  /** Takes what a response sets out of it. */
  readonly take: (response: Response) => void
}

/**
 * A browser applies no `Set-Cookie` of a response that was made in a page, so they are kept here. All go to every address:
 * there is one server, and one who is signed in.
 *
 * @param kept - `name=value` pairs, as an earlier jar's header had them.
 */
export function createCookieJar(kept = ''): CookieJar {
  const cookies = new Map(kept.split('; ').flatMap((pair) => (pair === '' ? [] : [divided(pair)])))
  return {
    header: () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    take({ headers }) {
      for (const line of headers.getSetCookie()) {
        const [pair = '', ...attributes] = line.split(/;\s*/)
        const [name, value] = divided(pair)
        if (value === '' || attributes.some((attribute) => /^max-age=(0|-.*)$/i.test(attribute))) cookies.delete(name)
        else cookies.set(name, value)
      }
      headers.delete('set-cookie')
    },
  }
}

function divided(pair: string): [name: string, value: string] {
  const at = pair.indexOf('=')
  return [pair.slice(0, at), pair.slice(at + 1)]
}
