package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LbfgsTest {

    private static final double[] STIFFNESS = {1, 10, 100, 1000};
    private static final double[] CENTRE = {1, -2, 3, -4};

    /** 1/2 sum of k_i (x_i - c_i)^2: the minimum is c, the condition number 1000. */
    private static double valley(double[] x, double[] gradient) {
        double value = 0;
        for (int i = 0; i < x.length; i++) {
            double off = x[i] - CENTRE[i];
            value += STIFFNESS[i] / 2 * off * off;
            gradient[i] = STIFFNESS[i] * off;
        }
        return value;
    }

    /** (1 - x)^2 + 100 (y - x^2)^2: the minimum is (1, 1), along a bent valley. */
    private static double rosenbrock(double[] p, double[] gradient) {
        double a = 1 - p[0];
        double b = p[1] - p[0] * p[0];
        gradient[0] = -2 * a - 400 * p[0] * b;
        gradient[1] = 200 * b;
        return a * a + 100 * b * b;
    }

    @Test
    void findsKnownMinima() {
        double[] x = new double[4];
        Lbfgs.Minimum minimum = new Lbfgs(500, 1e-8).minimise(LbfgsTest::valley, x);
        assertArrayEquals(CENTRE, x, 1e-7);
        assertTrue(minimum.gradient() <= 1e-8, minimum.toString());

        double[] p = {-1.2, 1};
        minimum = new Lbfgs(500, 1e-8).minimise(LbfgsTest::rosenbrock, p);
        assertArrayEquals(new double[] {1, 1}, p, 1e-7);
        assertEquals(0, minimum.value(), 1e-14);
    }

    /** The wrong variant: steepest descent with the best safe rate, which knows no curvature. */
    @Test
    void curvatureSavesSteps() {
        int steps =
                new Lbfgs(500, 1e-6).minimise(LbfgsTest::valley, new double[4]).iterations();
        double[] x = new double[4];
        double[] gradient = new double[4];
        for (int i = 0; i < 10 * steps; i++) {
            valley(x, gradient);
            for (int j = 0; j < x.length; j++) {
                x[j] -= 2.0 / (STIFFNESS[0] + STIFFNESS[3]) * gradient[j];
            }
        }
        valley(x, gradient);
        assertTrue(steps < 50, "steps: " + steps);
        assertTrue(Math.abs(gradient[0]) > 1e-3, "left of the gradient: " + gradient[0]);
    }

    @Test
    void stopsWhenTold() {
        double[] x = new double[4];
        assertEquals(3, new Lbfgs(3, 1e-8).minimise(LbfgsTest::valley, x).iterations());
        assertEquals(
                0,
                new Lbfgs(3, 1e-8).minimise(LbfgsTest::valley, CENTRE.clone()).iterations());
    }
}
