// One statement and all that the record knows of it: who said it, who passed it on, what answered it, what came of it.
import { type FragmentOf, graphql, readFragment } from './graphql.ts';
import { Status } from './home.tsx';
import { hrefOfArticle, hrefOfOutcome } from './route.ts';
import { day, dayOf, label } from './words.ts';

export const StatementCard = graphql(`
  fragment StatementCard on Statement {
    id
    text
    kind
    form
    inLanguage
    dateUttered
    independentSourceCount
    speaker {
      id
      name
    }
    speakerDescription
    speakerOffices {
      roleName
    }
    attribution {
      role
      basis
      description
      actor {
        id
        name
      }
      source {
        id
        name
      }
      anchor {
        exact
      }
    }
    responses(first: 10) {
      nodes {
        stance
        statement {
          id
          slug
          text
          speaker {
            id
            name
          }
          speakerDescription
        }
      }
    }
    outcomes(first: 5) {
      nodes {
        id
        slug
        name
        status
      }
    }
    voidedBy {
      id
      text
      dateCreated
    }
  }
`);

export function Statement({ of: given }: { readonly of: FragmentOf<typeof StatementCard> }) {
  const statement = readFragment(StatementCard, given);
  const { responses, outcomes, attribution, voidedBy } = statement;
  return (
    <article className="statement">
      <p className="kind">
        {label(statement.kind)}
        <span className="quiet">{formWords[statement.form]}</span>
      </p>
      <h3 lang={statement.inLanguage}>{statement.text}</h3>
      <p>
        <strong>{nameOf(statement)}</strong>
        {statement.speakerOffices.map(({ roleName }) => `, ${roleName}`)}
        {statement.dateUttered && <span className="quiet"> · {day(statement.dateUttered)}</span>}
      </p>
      {voidedBy && (
        <p className="correction">
          <strong>Corrected on {dayOf(voidedBy.dateCreated)}.</strong> {voidedBy.text}
        </p>
      )}

      <h4>How it reached the page</h4>
      <ol className="chain">
        {attribution.map((link, index) => (
          <li key={index}>
            <span className="quiet">{label(link.role)}</span>
            {link.actor?.name ?? link.source?.name ?? link.description ?? 'Not named'}
            {link.basis !== 'NOT_STATED' && <span className="quiet"> · {label(link.basis)}</span>}
            {link.anchor && <q>{link.anchor.exact}</q>}
          </li>
        ))}
      </ol>

      <h4>What answered it</h4>
      {responses.nodes.length === 0 && <p className="quiet">Nobody, as far as the record goes.</p>}
      <ul className="answers">
        {responses.nodes.map(({ stance, statement: answer }) => (
          <li key={answer.id}>
            <span className="stance" data-stance={stance}>
              {nameOf(answer)} {stance.toLowerCase()}
            </span>
            <a href={hrefOfArticle(answer.slug)}>{answer.text}</a>
          </li>
        ))}
      </ul>

      {outcomes.nodes.length > 0 && <h4>What came of it</h4>}
      <ul className="answers">
        {outcomes.nodes.map(({ id, slug, name, status }) => (
          <li key={id}>
            <a href={hrefOfOutcome(slug)}>{name}</a> <Status of={status} />
          </li>
        ))}
      </ul>
    </article>
  );
}

const formWords = {
  DIRECT: 'in these very words',
  INDIRECT: 'retold',
  MIXED: 'partly in these words',
} as const;

interface Spoken {
  readonly speaker: { readonly name: string } | null;
  readonly speakerDescription: string | null;
}

function nameOf({ speaker, speakerDescription }: Spoken): string {
  return speaker?.name ?? speakerDescription ?? 'Somebody unnamed';
}
