// The part of `edtf` that dates need; the package ships no types.
declare module 'edtf' {
  interface EdtfValue {
    /** First millisecond, UTC. */
    readonly min: number;
    /** Last millisecond, UTC. */
    readonly max: number;
  }
  export default function parse(
    text: string,
    options: { level: number; types: readonly string[] },
  ): EdtfValue;
}
