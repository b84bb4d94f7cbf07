/** Requests about the command line: the bytes of its files and of its JSON. */
import { type GoldenRequest, portable, request } from "./table.ts";

const commands: readonly (readonly [name: string, words: string])[] = [
  ["run", "run phaseonium --set levels=6 --steps 40 --save-every 10 --observe T1,T2 --out @ --format csv,json,parquet,npz"],
  ["run of an equation", "run bloch --until 2 --save-every 0.5 --method rk4(dt=0.01) --json"],
  ["steady", "steady rotor --set lmin=-5 --set lmax=5 --observe Q1,Q2,WQ,mode --json --out @"],
  [
    "ensemble",
    "ensemble phaseonium --set levels=6 --steps 20 --save-every 10 --trajectories 40 --seed 7 --noise phi=normal(2.404,0.2) --observe T1 --quantiles 0.1,0.5 --window 10,20 --threads 1 --json --out @ --format csv,json",
  ],
  [
    "ensemble on threads",
    "ensemble structured --steps 8 --save-every 4 --trajectories 64 --seed 3 --noise beta=uniform(0.5,1.5)@realisation --observe sz,Q --threads 2 --json",
  ],
  ["sweep of runs", "sweep phaseonium --set cavities=1 --set levels=8 --over alpha=0.1,0.2 --steps 20 --observe T1 --json"],
  ["sweep", "sweep rotor --set lmin=-4 --set lmax=4 --over beta2=0.01:0.09:4:log --observe Q1,mode --out @ --format csv,json"],
];

export const fileRequests: readonly GoldenRequest[] = [
  ...commands.map(([name, words]) => portable(`files/${name}`, ({ command }) => command(words.split(" ")))),
  request("files/pictures", ({ command }) =>
    command("run phaseonium --set levels=5 --steps 20 --save-every 5 --observe T1,T2 --out @ --format svg".split(" ")),
  ),
];
