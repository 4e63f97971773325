/** Where the script came from, with its version: its other parts stand beside it. */
let base = ''

export const partsFrom = (url: string) => {
  base = url
}

/** A part that few bookings need; the same one each time. Rejects when it can't be had. */
export const part = <T>(name: string): Promise<T> => import(/* @vite-ignore */ `${base}${name}.js`)
