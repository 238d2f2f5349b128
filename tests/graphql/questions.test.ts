// What the bundled content must be able to answer, each question with its whole answer.
import { expect, test } from 'vitest';
import { useCorpus } from './corpus.ts';

const { ask } = useCorpus();

test('who demanded the withdrawal, and who answered how', async () => {
  const answer = await ask(`{
    statement(slug: "istanbul-talks-stall/withdraw-for-ceasefire") {
      kind
      text
      speaker { name }
      addressees { name }
      anchors { exact }
      responses { totalCount nodes { stance statement { kind text speaker { name } speakerDescription } } }
    }
  }`);
  expect(answer).toMatchInlineSnapshot(`
    {
      "data": {
        "statement": {
          "addressees": [
            {
              "name": "Ukrainian delegation",
            },
          ],
          "anchors": [
            {
              "exact": "demanded that Ukraine withdraw its forces from several key regions in exchange for a ceasefire",
            },
          ],
          "kind": "DEMAND",
          "responses": {
            "nodes": [
              {
                "stance": "DENIES",
                "statement": {
                  "kind": "REJECTION",
                  "speaker": {
                    "name": "Ukraine",
                  },
                  "speakerDescription": "Ukraine’s side",
                  "text": "The demand is unrealistic and out of touch with the facts on the ground.",
                },
              },
              {
                "stance": "COMMENTS",
                "statement": {
                  "kind": "CLAIM",
                  "speaker": null,
                  "speakerDescription": "a diplomatic source",
                  "text": "Russia’s conditions go far beyond what was discussed before.",
                },
              },
            ],
            "totalCount": 2,
          },
          "speaker": {
            "name": "Russian delegation",
          },
          "text": "In exchange for a ceasefire, Ukraine must withdraw its forces from several key regions.",
        },
      },
    }
  `);
});

test('every link from a diplomatic source to the page', async () => {
  const answer = await ask(`{
    statement(slug: "istanbul-talks-stall/beyond-earlier-terms") {
      text
      speaker { name }
      speakerDescription
      attribution {
        role
        basis
        description
        actor { name }
        source { name kind organization { name } }
        anchor { exact start end paragraph }
      }
      article { headline publisher { name } }
    }
  }`);
  expect(answer).toMatchInlineSnapshot(`
    {
      "data": {
        "statement": {
          "article": {
            "headline": "Istanbul talks between Ukraine and Russia end with the gap unbridged",
            "publisher": {
              "name": "onrecord sample desk",
            },
          },
          "attribution": [
            {
              "actor": null,
              "anchor": {
                "end": 1111,
                "exact": "a diplomatic source",
                "paragraph": 6,
                "start": 1092,
              },
              "basis": "BACKGROUND",
              "description": "a diplomatic source",
              "role": "SPEAKER",
              "source": null,
            },
            {
              "actor": null,
              "anchor": {
                "end": 1122,
                "exact": "told Axios",
                "paragraph": 6,
                "start": 1112,
              },
              "basis": "ON_THE_RECORD",
              "description": null,
              "role": "REPORTED_BY",
              "source": {
                "kind": "OUTLET",
                "name": "Axios",
                "organization": {
                  "name": "Axios",
                },
              },
            },
            {
              "actor": null,
              "anchor": null,
              "basis": "ON_THE_RECORD",
              "description": null,
              "role": "PUBLISHED_BY",
              "source": {
                "kind": "OUTLET",
                "name": "onrecord sample desk",
                "organization": {
                  "name": "onrecord sample desk",
                },
              },
            },
          ],
          "speaker": null,
          "speakerDescription": "a diplomatic source",
          "text": "Russia’s conditions go far beyond what was discussed before.",
        },
      },
    }
  `);
});

test('how the exchange of prisoners went, told by its history', async () => {
  const answer = await ask(`{
    outcome(slug: "prisoner-exchange") {
      name
      status
      date
      quantities { value unitText }
      parties { role actor { name } }
      history {
        id
        status
        date
        recordedAt
        article { slug }
        anchor { exact }
        voidedBy { text dateCreated affects { __typename ... on Node { id } } }
      }
    }
  }`);
  expect(answer).toMatchInlineSnapshot(`
    {
      "data": {
        "outcome": {
          "date": "2025-05-23/2025-05-25",
          "history": [
            {
              "anchor": {
                "exact": "Each side is to hand over 1,000 prisoners of war",
              },
              "article": {
                "slug": "istanbul-talks-stall",
              },
              "date": "2025-05-16",
              "id": "StatusChange:prisoner-exchange/agreed",
              "recordedAt": "2025-05-16T18:30:00.000Z",
              "status": "AGREED",
              "voidedBy": null,
            },
            {
              "anchor": {
                "exact": "On Friday 390 people were handed over by each side",
              },
              "article": {
                "slug": "prisoner-exchange-under-way",
              },
              "date": "2025-05-23",
              "id": "StatusChange:prisoner-exchange/begun",
              "recordedAt": "2025-05-24T13:20:00.000Z",
              "status": "PENDING",
              "voidedBy": null,
            },
            {
              "anchor": {
                "exact": "the exchange was complete",
              },
              "article": {
                "slug": "prisoner-exchange-under-way",
              },
              "date": "2025-05-24",
              "id": "StatusChange:prisoner-exchange/reported-complete",
              "recordedAt": "2025-05-24T13:20:00.000Z",
              "status": "IMPLEMENTED",
              "voidedBy": {
                "affects": [
                  {
                    "__typename": "Statement",
                    "id": "Statement:prisoner-exchange-under-way/exchange-complete",
                  },
                  {
                    "__typename": "StatusChange",
                    "id": "StatusChange:prisoner-exchange/reported-complete",
                  },
                ],
                "dateCreated": "2025-05-24T19:45:00.000Z",
                "text": "This report said, citing early reports, that the exchange was complete on Saturday, 24 May. That was wrong. Each side had by then handed over 697 of the 1,000 people agreed, 390 on Friday and 307 on Saturday; the exchange was still under way.",
              },
            },
            {
              "anchor": {
                "exact": "Ukraine and Russia completed their exchange of 1,000 prisoners for 1,000 on Sunday",
              },
              "article": {
                "slug": "prisoner-exchange-completed",
              },
              "date": "2025-05-25",
              "id": "StatusChange:prisoner-exchange/completed",
              "recordedAt": "2025-05-25T15:40:00.000Z",
              "status": "IMPLEMENTED",
              "voidedBy": null,
            },
          ],
          "name": "Exchange of 1,000 prisoners for 1,000",
          "parties": [
            {
              "actor": {
                "name": "Ukraine",
              },
              "role": "PARTY",
            },
            {
              "actor": {
                "name": "Russia",
              },
              "role": "PARTY",
            },
            {
              "actor": {
                "name": "Türkiye",
              },
              "role": "MEDIATOR",
            },
          ],
          "quantities": [
            {
              "unitText": "prisoners of war, each side",
              "value": 1000,
            },
          ],
          "status": "IMPLEMENTED",
        },
      },
    }
  `);
});

test('which outcomes there are, and where each stands', async () => {
  const answer = await ask(`{
    outcomes(orderBy: { field: NAME, direction: ASC }) { totalCount nodes { name status stage event { name } } }
  }`);
  expect(answer).toMatchInlineSnapshot(`
    {
      "data": {
        "outcomes": {
          "nodes": [
            {
              "event": {
                "name": "First round of direct talks, Istanbul, 16 May 2025",
              },
              "name": "Exchange of 1,000 prisoners for 1,000",
              "stage": "PRE_NEGOTIATION",
              "status": "IMPLEMENTED",
            },
            {
              "event": {
                "name": "Second round of direct talks, Istanbul, 2 June 2025",
              },
              "name": "Exchange of the bodies of 6,000 fallen on each side",
              "stage": "PRE_NEGOTIATION",
              "status": "AGREED",
            },
            {
              "event": {
                "name": "Second round of direct talks, Istanbul, 2 June 2025",
              },
              "name": "Exchange of the seriously wounded and ill and of soldiers aged 18 to 25",
              "stage": "PRE_NEGOTIATION",
              "status": "AGREED",
            },
            {
              "event": {
                "name": "Third round of direct talks, Istanbul, 23 July 2025",
              },
              "name": "Further exchange of at least 1,200 prisoners from each side",
              "stage": "PRE_NEGOTIATION",
              "status": "AGREED",
            },
            {
              "event": {
                "name": "First round of direct talks, Istanbul, 16 May 2025",
              },
              "name": "Meeting of Donald Trump and Vladimir Putin",
              "stage": "PRE_NEGOTIATION",
              "status": "PROPOSED",
            },
            {
              "event": {
                "name": "Third round of direct talks, Istanbul, 23 July 2025",
              },
              "name": "Meeting of the leaders by the end of August 2025",
              "stage": "PRE_NEGOTIATION",
              "status": "PROPOSED",
            },
            {
              "event": {
                "name": "First round of direct talks, Istanbul, 16 May 2025",
              },
              "name": "Unconditional ceasefire",
              "stage": "CEASEFIRE",
              "status": "REJECTED",
            },
            {
              "event": {
                "name": "First round of direct talks, Istanbul, 16 May 2025",
              },
              "name": "Withdrawal of Ukrainian forces from several regions",
              "stage": "CEASEFIRE",
              "status": "REJECTED",
            },
            {
              "event": {
                "name": "Third round of direct talks, Istanbul, 23 July 2025",
              },
              "name": "Working groups of the two sides",
              "stage": "PRE_NEGOTIATION",
              "status": "PROPOSED",
            },
          ],
          "totalCount": 9,
        },
      },
    }
  `);
});

test('which office Umerov held when he spoke', async () => {
  const answer = await ask(`{
    actor(slug: "rustem-umerov") {
      name
      statements(orderBy: { field: DATE_UTTERED, direction: ASC }) {
        nodes { dateUttered text speakerOffices { roleName organization { name } startDate endDate } }
      }
      onTheSixteenthOfMay: offices(asOf: "2025-05-16") { roleName }
      onTheTwentyThirdOfJuly: offices(asOf: "2025-07-23") { roleName }
    }
  }`);
  expect(answer).toMatchInlineSnapshot(`
    {
      "data": {
        "actor": {
          "name": "Rustem Umerov",
          "onTheSixteenthOfMay": [
            {
              "roleName": "Minister of Defence",
            },
          ],
          "onTheTwentyThirdOfJuly": [
            {
              "roleName": "Secretary of the National Security and Defence Council",
            },
          ],
          "statements": {
            "nodes": [
              {
                "dateUttered": "2025-05-16",
                "speakerOffices": [
                  {
                    "endDate": "2025-07-17",
                    "organization": {
                      "name": "Ministry of Defence of Ukraine",
                    },
                    "roleName": "Minister of Defence",
                    "startDate": "2023-09-06",
                  },
                ],
                "text": "Ucrania y Rusia entregarán cada una a mil prisioneros de guerra.",
              },
              {
                "dateUttered": "2025-05-16",
                "speakerOffices": [
                  {
                    "endDate": "2025-07-17",
                    "organization": {
                      "name": "Ministry of Defence of Ukraine",
                    },
                    "roleName": "Minister of Defence",
                    "startDate": "2023-09-06",
                  },
                ],
                "text": "Ukraine and Russia will each hand over 1,000 prisoners of war.",
              },
              {
                "dateUttered": "2025-06-02",
                "speakerOffices": [
                  {
                    "endDate": "2025-07-17",
                    "organization": {
                      "name": "Ministry of Defence of Ukraine",
                    },
                    "roleName": "Minister of Defence",
                    "startDate": "2023-09-06",
                  },
                ],
                "text": "The sides will exchange the seriously wounded and ill, and soldiers aged 18 to 25.",
              },
              {
                "dateUttered": "2025-07-23",
                "speakerOffices": [
                  {
                    "endDate": null,
                    "organization": {
                      "name": "National Security and Defence Council of Ukraine",
                    },
                    "roleName": "Secretary of the National Security and Defence Council",
                    "startDate": "2025-07-18",
                  },
                ],
                "text": "The leaders of Ukraine and Russia should meet by the end of August.",
              },
            ],
          },
        },
      },
    }
  `);
});

test('all names under which Podolyak is printed', async () => {
  const answer = await ask(`{
    actor(slug: "mykhailo-podolyak") {
      name
      alternateName
      articles(orderBy: { field: DATE_PUBLISHED, direction: ASC }) {
        nodes { slug mentions(where: { type: [PERSON] }) { edges { matchedName node { slug } } } }
      }
    }
  }`);
  const { articles, ...names } = (answer.data as { actor: Podolyak }).actor;
  const printed = articles.nodes.map(({ slug, mentions }) => [
    slug,
    mentions.edges.filter((edge) => edge.node.slug === 'mykhailo-podolyak').map((edge) => edge.matchedName),
  ]);
  expect({ ...names, printed }).toMatchInlineSnapshot(`
    {
      "alternateName": [
        "Podolyak",
        "Mijailo Podoliak",
        "Podoliak",
        "Mykhaylo Podolyak",
        "Михайло Подоляк",
        "Михаил Подоляк",
        "Подоляк",
      ],
      "name": "Mykhailo Podolyak",
      "printed": [
        [
          "istanbul-talks-stall",
          [
            "Mykhailo Podolyak",
          ],
        ],
        [
          "estancadas-las-conversaciones-de-estambul",
          [
            "Mijailo Podoliak",
          ],
        ],
      ],
    }
  `);
});

test('which articles name Kharkiv, and in which statements', async () => {
  const answer = await ask(`{
    place(slug: "kharkiv") {
      name
      articles {
        nodes { slug statements(first: 100) { nodes { slug mentions { __typename ... on Thing { slug } } } } }
      }
    }
  }`);
  const { name, articles } = (answer.data as { place: Kharkiv }).place;
  const naming = articles.nodes.map(({ slug, statements }) => ({
    slug,
    statements: statements.nodes
      .filter(({ mentions }) => mentions.some((thing) => thing.slug === 'kharkiv'))
      .map((statement) => statement.slug),
  }));
  expect({ name, naming }).toMatchInlineSnapshot(`
    {
      "name": "Kharkiv",
      "naming": [
        {
          "slug": "estancadas-las-conversaciones-de-estambul",
          "statements": [],
        },
        {
          "slug": "istanbul-talks-stall",
          "statements": [
            "istanbul-talks-stall/more-territory",
          ],
        },
      ],
    }
  `);
});

test('the rounds of talks, one after the other', async () => {
  const answer = await ask(`{
    event(slug: "istanbul-direct-talks-2025") {
      name
      subEvents(orderBy: { field: START_DATE, direction: ASC }) {
        nodes {
          name
          kind
          quad
          startDate
          duration
          durationIsAtMost
          location { name containedInPlace { name } }
          previousEvent { name }
          nextEvent { name }
          participants(role: [DELEGATION_HEAD, MEDIATOR]) { role actor { name } onBehalfOf { name } }
        }
      }
    }
  }`);
  expect(answer).toMatchInlineSnapshot(`
    {
      "data": {
        "event": {
          "name": "Direct talks between Ukraine and Russia, 2025",
          "subEvents": {
            "nodes": [
              {
                "duration": "PT2H",
                "durationIsAtMost": true,
                "kind": "CONSULT",
                "location": {
                  "containedInPlace": null,
                  "name": "Istanbul",
                },
                "name": "First round of direct talks, Istanbul, 16 May 2025",
                "nextEvent": {
                  "name": "Second round of direct talks, Istanbul, 2 June 2025",
                },
                "participants": [
                  {
                    "actor": {
                      "name": "Rustem Umerov",
                    },
                    "onBehalfOf": {
                      "name": "Ukraine",
                    },
                    "role": "DELEGATION_HEAD",
                  },
                  {
                    "actor": {
                      "name": "Vladimir Medinsky",
                    },
                    "onBehalfOf": {
                      "name": "Russia",
                    },
                    "role": "DELEGATION_HEAD",
                  },
                  {
                    "actor": {
                      "name": "Hakan Fidan",
                    },
                    "onBehalfOf": {
                      "name": "Türkiye",
                    },
                    "role": "MEDIATOR",
                  },
                ],
                "previousEvent": null,
                "quad": "VERBAL_COOPERATION",
                "startDate": "2025-05-16",
              },
              {
                "duration": null,
                "durationIsAtMost": false,
                "kind": "RETREAT",
                "location": null,
                "name": "Exchange of 1,000 prisoners for 1,000, 23 to 25 May 2025",
                "nextEvent": null,
                "participants": [],
                "previousEvent": null,
                "quad": "MATERIAL_COOPERATION",
                "startDate": "2025-05-23",
              },
              {
                "duration": "PT1H",
                "durationIsAtMost": false,
                "kind": "CONSULT",
                "location": {
                  "containedInPlace": {
                    "name": "Istanbul",
                  },
                  "name": "Çırağan Palace",
                },
                "name": "Second round of direct talks, Istanbul, 2 June 2025",
                "nextEvent": {
                  "name": "Third round of direct talks, Istanbul, 23 July 2025",
                },
                "participants": [
                  {
                    "actor": {
                      "name": "Rustem Umerov",
                    },
                    "onBehalfOf": {
                      "name": "Ukraine",
                    },
                    "role": "DELEGATION_HEAD",
                  },
                  {
                    "actor": {
                      "name": "Vladimir Medinsky",
                    },
                    "onBehalfOf": {
                      "name": "Russia",
                    },
                    "role": "DELEGATION_HEAD",
                  },
                ],
                "previousEvent": {
                  "name": "First round of direct talks, Istanbul, 16 May 2025",
                },
                "quad": "VERBAL_COOPERATION",
                "startDate": "2025-06-02",
              },
              {
                "duration": "PT40M",
                "durationIsAtMost": false,
                "kind": "CONSULT",
                "location": {
                  "containedInPlace": null,
                  "name": "Istanbul",
                },
                "name": "Third round of direct talks, Istanbul, 23 July 2025",
                "nextEvent": null,
                "participants": [
                  {
                    "actor": {
                      "name": "Rustem Umerov",
                    },
                    "onBehalfOf": {
                      "name": "Ukraine",
                    },
                    "role": "DELEGATION_HEAD",
                  },
                  {
                    "actor": {
                      "name": "Vladimir Medinsky",
                    },
                    "onBehalfOf": {
                      "name": "Russia",
                    },
                    "role": "DELEGATION_HEAD",
                  },
                ],
                "previousEvent": {
                  "name": "Second round of direct talks, Istanbul, 2 June 2025",
                },
                "quad": "VERBAL_COOPERATION",
                "startDate": "2025-07-23",
              },
            ],
          },
        },
      },
    }
  `);
});

test('what is served', async () => {
  const { data } = await ask(
    '{ corpus { id counts { kind count } languages firstPublished lastPublished } }',
  );
  expect(data).toMatchInlineSnapshot(`
    {
      "corpus": {
        "counts": [
          {
            "count": 6,
            "kind": "ARTICLE",
          },
          {
            "count": 22,
            "kind": "ACTOR",
          },
          {
            "count": 36,
            "kind": "STATEMENT",
          },
          {
            "count": 9,
            "kind": "OUTCOME",
          },
          {
            "count": 5,
            "kind": "EVENT",
          },
          {
            "count": 4,
            "kind": "PLACE",
          },
          {
            "count": 11,
            "kind": "TOPIC",
          },
          {
            "count": 5,
            "kind": "SOURCE",
          },
        ],
        "firstPublished": "2025-05-16T18:30:00.000Z",
        "id": "Corpus:current",
        "languages": [
          "en",
          "es",
        ],
        "lastPublished": "2025-07-23T20:45:00.000Z",
      },
    }
  `);
});

interface Podolyak {
  articles: {
    nodes: { slug: string; mentions: { edges: { matchedName: string; node: { slug: string } }[] } }[];
  };
}

interface Kharkiv {
  name: string;
  articles: {
    nodes: { slug: string; statements: { nodes: { slug: string; mentions: { slug: string }[] }[] } }[];
  };
}
