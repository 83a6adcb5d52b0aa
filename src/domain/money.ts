/** An amount in sen (1/100 rupiah). Sums of stored amounts are whole numbers; an average may have a fraction. */
export type Sen = number;

/** An amount in rupiah with at most two decimals, as the API, the CSV files and the screen show it. */
export type Rupiah = number;

/** Converts sen to rupiah and rounds to whole sen. */
export function toRupiah(sen: Sen): Rupiah {
  return Math.round(sen) / 100;
}

/** Converts rupiah with at most two decimals to sen. */
export function toSen(rupiah: Rupiah): Sen {
  return Math.round(rupiah * 100);
}
