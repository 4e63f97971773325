// What the tests use of packages whose own types can't be found, or aren't there.
declare module '@php-wasm/node-8-3' {
  export function getPHPLoaderModule(): Promise<object>
}

declare module '@php-wasm/universal' {
  export function loadPHPRuntime(loader: object): Promise<number>
  export class PHP {
    constructor(runtime: number)
    mkdir(path: string): void
    writeFile(path: string, bytes: Uint8Array): void
    run(request: { code: string; env?: Record<string, string> }): Promise<{ text: string; errors: string }>
  }
}

declare module 'jsdom' {
  export class JSDOM {
    constructor(html: string)
    readonly window: Window
  }
}
