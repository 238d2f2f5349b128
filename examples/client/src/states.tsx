// What a reader sees in place of a page: it loads, it cannot be had, it does not exist.
import { useEffect, useRef } from 'react';
import type { CombinedError } from 'urql';
import { hasMoved } from './route.ts';
import { url } from './service.ts';

export function Loading() {
  return (
    <main className="state" aria-busy="true">
      <p>Loading …</p>
    </main>
  );
}

export function Unavailable({ error }: { readonly error: CombinedError }) {
  return (
    <main className="state">
      <h1>The record cannot be read just now</h1>
      {error.networkError ? (
        <p>
          Nothing answers at <code>{url}</code>. Start onrecord with <code>npm start</code> in the folder of
          the repository, or tell this page where it is with <code>VITE_ONRECORD_URL</code>, then load it
          again.
        </p>
      ) : (
        <p>The service answered: {error.graphQLErrors.map(({ message }) => message).join(' ')}</p>
      )}
    </main>
  );
}

export function Missing({ what }: { readonly what: string }) {
  return (
    <main className="state">
      <Title>{`There is no such ${what}`}</Title>
      <p>
        It may have been withdrawn, or the address is mistyped. <a href="#/">Go to the front page</a>.
      </p>
    </main>
  );
}

/** The heading of a page, which is also its name in the browser; it takes the focus when a link
 * opens its page, as it would in a site of many documents. */
export function Title({ children, lang }: { readonly children: string; readonly lang?: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${children} – On the record`;
    if (!hasMoved()) return;
    scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [children]);
  return (
    <h1 ref={heading} tabIndex={-1} lang={lang}>
      {children}
    </h1>
  );
}
