package kontrast.bench;

import java.util.List;

/**
 * Two contenders that take turns, round after round, the first one changing: what slows the machine
 * down for a while slows both, and the ratio of each round hardly feels it.
 *
 * @param ours seconds a unit of the first
 * @param theirs seconds a unit of the second
 * @param ratio theirs / ours of each round: above 1, the first is faster
 */
record Alternation(Spread ours, Spread theirs, Spread ratio) {

    /**
     * Times two contenders that are warm.
     *
     * @param ours the first
     * @param theirs the second
     * @param rounds turns of each, at least 1
     * @param seconds how long a turn is to last, about
     * @return times and ratios
     */
    static Alternation of(Contender ours, Contender theirs, int rounds, double seconds) {
        int[] units = {units(ours, seconds), units(theirs, seconds)};
        List<Contender> both = List.of(ours, theirs);
        double[][] times = new double[2][rounds];
        double[] ratios = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < 2; turn++) {
                int who = (round + turn) % 2;
                times[who][round] = both.get(who).seconds(units[who]);
            }
            ratios[round] = times[1][round] / times[0][round];
        }
        return new Alternation(Spread.of(times[0]), Spread.of(times[1]), Spread.of(ratios));
    }

    /** Returns how many units fill a turn, from a trial that also warms up. */
    static int units(Contender contender, double seconds) {
        contender.seconds(1);
        return Math.max(2, (int) Math.ceil(seconds / contender.seconds(2)));
    }
}
