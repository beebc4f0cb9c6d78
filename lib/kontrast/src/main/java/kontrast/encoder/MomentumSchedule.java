package kontrast.encoder;

/**
 * How slowly a {@link MomentumEncoder} follows, step by step: from m_0 to m_1 along half a cosine.
 *
 * <pre>
 *   m_k = m_1 - (m_1 - m_0) (cos(pi k / K) + 1) / 2,   k = 0 .. K
 * </pre>
 *
 * <p>Grill et al., Bootstrap your own latent, 2020, section 3.3, with m_1 = 1: {@code 1 - (1 - m_0) (cos(pi k / K) + 1)
 * / 2}; Caron et al., Emerging properties in self-supervised vision transformers, 2021, section 3.2, have the same. m_0
 * = {@code start}, m_1 = {@code end}. Equal numbers give a momentum that does not change, that of MoCo.
 *
 * @param start m_0, in [0, 1]; BYOL 0.996 for 300,000 steps of 4,096 images, and less for short trainings
 * @param end m_1, in [m_0, 1]
 */
public record MomentumSchedule(double start, double end) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if they are not 0 &lt;= m_0 &lt;= m_1 &lt;= 1
     */
    public MomentumSchedule {
        if (!(start >= 0 && start <= end && end <= 1)) {
            throw new IllegalArgumentException(
                    "momentum is the share of the target that stays in a step, it rises from start to end with 0 <= start <= end <= 1 (0.99 to 1 is usual), found %s and %s"
                            .formatted(start, end));
        }
    }

    /**
     * Returns BYOL's schedule: the target moves less and less, and in the last step hardly at all.
     *
     * @param start m_0, in [0, 1]
     * @return from m_0 to 1
     * @throws IllegalArgumentException if {@code start} is out of range
     */
    public static MomentumSchedule rising(double start) {
        return new MomentumSchedule(start, 1);
    }

    /**
     * Returns one momentum for all steps: with 0 the target is the network itself, with 1 it stays at its first
     * weights.
     *
     * @param momentum m, in [0, 1]
     * @return m at each step
     * @throws IllegalArgumentException if {@code momentum} is out of range
     */
    public static MomentumSchedule constant(double momentum) {
        return new MomentumSchedule(momentum, momentum);
    }

    /**
     * Returns the momentum of a step.
     *
     * @param step k, counted from 0, at least 0; after K it stays at m_1
     * @param steps K, length of the training, at least 1
     * @return m_k, in [m_0, m_1]
     * @throws IllegalArgumentException if a number is out of range
     */
    public double at(long step, long steps) {
        if (step < 0 || steps < 1) {
            throw new IllegalArgumentException(
                    "steps are counted from 0 in a training of at least 1, found step %d of %d".formatted(step, steps));
        }
        double progress = Math.min(1, (double) step / steps);
        return end - (end - start) * (Math.cos(Math.PI * progress) + 1) / 2;
    }
}
