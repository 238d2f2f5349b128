// What every store must do, written against the contract alone: each store's own test runs it.
import { describe } from 'vitest';
import { countsContract } from './contract/counts.ts';
import { ordersContract } from './contract/orders.ts';
import { pagesContract } from './contract/pages.ts';
import { recordsContract } from './contract/records.ts';
import { relatedContract } from './contract/related.ts';
import { searchContract } from './contract/search.ts';
import { swapContract } from './contract/swap.ts';
import { visibilityContract } from './contract/visibility.ts';
import { walksContract } from './contract/walks.ts';
import { writingContract } from './contract/writing.ts';
import type { NewPlace } from './corpora.ts';

/** `share` is the part of the usual number of corpora that are drawn at random: stores that are slow to fill take fewer. */
export function storeContract(name: string, newPlace: NewPlace, share = 1): void {
  const runs = (usual: number) => Math.ceil(usual * share);
  describe(`${name} as a store`, () => {
    describe('writing', () => writingContract(newPlace));
    describe('swapping corpora', () => swapContract(newPlace));
    describe('records', () => recordsContract(newPlace));
    describe('pages', () => pagesContract(newPlace));
    describe('orders', () => ordersContract(newPlace));
    describe('counts', () => countsContract(newPlace));
    describe('related articles', () => relatedContract(newPlace));
    describe('search', () => searchContract(newPlace, runs));
    describe('visibility', () => visibilityContract(newPlace));
    describe('any corpus', () => walksContract(newPlace, runs));
  });
}
