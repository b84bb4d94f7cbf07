/** The list of ways of this folder. A new way is one file and one line here. Where prices are equal the first is taken. */
import { denseKraus } from "./dense-kraus.ts";
import { detunedExchange } from "./detuned-exchange.ts";
import { exchangeWithOneMode } from "./exchange-flux.ts";
import { exchangeCascade } from "./exchange-kernel.ts";
import { fixedMatrices } from "./fixed-matrices.ts";

/** Ways to carry out a collision. */
export const collisionLowerings = [exchangeCascade, exchangeWithOneMode, detunedExchange, denseKraus, fixedMatrices];
