// What came of it: the history of an outcome with its evidence, and where it stood on a day that the reader picks.
import { useEffect, useId, useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from './graphql.ts';
import { Status } from './home.tsx';
import { hrefOfArticle } from './route.ts';
import { Loading, Missing, Title, Unavailable } from './states.tsx';
import { day, dayOf } from './words.ts';

const OutcomePage = graphql(`
  query OutcomePage($slug: String!) {
    outcome(slug: $slug) {
      id
      name
      description
      independentSourceCount
      event {
        id
        name
      }
      history {
        id
        status
        date
        note
        anchor {
          exact
        }
        article {
          id
          slug
          headline
        }
        statement {
          id
          slug
        }
        voidedBy {
          id
          text
          dateCreated
        }
      }
    }
  }
`);

const StatusOnDay = graphql(`
  query StatusOnDay($slug: String!, $day: EDTF!) {
    outcome(slug: $slug) {
      id
      status(asOf: $day)
    }
  }
`);

const DAY = 86_400_000;

export function Outcome({ slug }: { readonly slug: string }) {
  const [{ data, error }] = useQuery({ query: OutcomePage, variables: { slug } });
  if (!data) return error ? <Unavailable error={error} /> : <Loading />;
  const { outcome } = data;
  if (!outcome) return <Missing what="outcome" />;
  const days = outcome.history.map(({ date }) => firstDay(date)).filter(Number.isFinite);
  return (
    <main className="outcome">
      <p className="quiet">{outcome.event.name}</p>
      <Title>{outcome.name}</Title>
      {outcome.description && <p className="standfirst">{outcome.description}</p>}
      {days.length > 0 && <StatusThrough slug={slug} days={days} />}
      <h2>History</h2>
      <ol className="history">
        {outcome.history.map((change) => (
          <li key={change.id} data-voided={change.voidedBy !== null}>
            <p>
              <span className="quiet">{day(change.date)}</span> <Status of={change.status} />
            </p>
            {change.note && <p>{change.note}</p>}
            <blockquote>
              <q>{change.anchor.exact}</q>
              <a href={hrefOfArticle(change.statement?.slug ?? change.article.slug)}>
                {change.article.headline}
              </a>
            </blockquote>
            {change.voidedBy && (
              <p className="correction">
                <strong>Corrected on {dayOf(change.voidedBy.dateCreated)}.</strong> {change.voidedBy.text}
              </p>
            )}
          </li>
        ))}
      </ol>
    </main>
  );
}

/** A slider over the days of the history, and some before and after it. */
function StatusThrough({ slug, days }: { readonly slug: string; readonly days: readonly number[] }) {
  const [first, last] = [Math.min(...days) - 3 * DAY, Math.max(...days) + 4 * DAY];
  const [picked, setPicked] = useState(last);
  const id = useId();
  const pickedDay = isoDay(picked);
  // While the reader drags, only the day on which they rest is asked for.
  const asked = useLater(pickedDay, 80);
  const [{ data, error, fetching }] = useQuery({ query: StatusOnDay, variables: { slug, day: asked } });
  // Until the answer has come, the one of the day before stands there, and must not be taken for it.
  const isLate = fetching || asked !== pickedDay;
  const words = day(pickedDay);
  return (
    <section className="through">
      <label htmlFor={id}>
        Where it stood on <strong>{words}</strong>
      </label>
      <output htmlFor={id} aria-live="polite" aria-busy={isLate}>
        {error ? (
          'could not be asked'
        ) : data?.outcome === undefined ? (
          '…'
        ) : (
          <Status of={data.outcome?.status ?? null} />
        )}
      </output>
      <div className="track">
        {[...new Set(days)].map((at) => (
          <i key={at} style={{ left: `${(100 * (at - first)) / (last - first)}%` }} />
        ))}
        <input
          id={id}
          type="range"
          min={first}
          max={last}
          step={DAY}
          value={picked}
          aria-valuetext={words}
          onChange={({ target }) => setPicked(Number(target.value))}
        />
      </div>
      <p className="ends quiet">
        <span>{day(isoDay(first))}</span>
        <span>{day(isoDay(last))}</span>
      </p>
    </section>
  );
}

const isoDay = (time: number) => new Date(time).toISOString().slice(0, 10);

/** The first day that an EDTF date can mean, from which a change counts. */
function firstDay(edtf: string): number {
  const [, year, month = '01', dayOfMonth = '01'] = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(edtf) ?? [];
  return Date.parse(`${year}-${month}-${dayOfMonth}`);
}

function useLater<Value>(value: Value, milliseconds: number): Value {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return later;
}
