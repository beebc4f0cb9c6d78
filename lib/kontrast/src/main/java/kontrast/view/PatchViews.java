package kontrast.view;

import java.util.ArrayList;
import java.util.List;

/** The views of patches that the second version of Contrastive Predictive Coding draws. */
public final class PatchViews {

    private PatchViews() {}

    /**
     * Returns the views of a patch: shear, rotation, elastic deformation, colour, colour dropping,
     * in this order. A part whose probability is 0 is left out.
     *
     * <p>Hénaff et al., Data-efficient image recognition with contrastive predictive coding, 2020,
     * section 2.2 ("patch-based augmentation"). Deviations: that paper draws two primitives of
     * AutoAugment out of many for each patch; here shear and rotation stand for them, each with a
     * probability of its own.
     *
     * @param options which parts
     * @return the views, {@code [N, C, p, p] -> [N, C, p, p]}
     */
    public static View of(Options options) {
        List<View> parts = new ArrayList<>();
        if (options.shear > 0) {
            parts.add(new RandomShear(0.3, options.shear));
        }
        if (options.rotation > 0) {
            parts.add(new RandomRotation(30, options.rotation));
        }
        if (options.elastic > 0) {
            parts.add(new ElasticDeformation(8, 2, options.elastic));
        }
        if (options.colour > 0) {
            parts.add(new ColorJitter(0.4, 0.4, 0.4, 0.1, options.colour));
        }
        if (options.dropping > 0) {
            parts.add(new ColorDropping(options.dropping, 0.01));
        }
        if (parts.isEmpty()) {
            parts.add(Views.unchanged());
        }
        return Views.sequence(parts);
    }

    /**
     * How often each part changes a patch.
     *
     * @param dropping probability that two of three colour channels are dropped; 0 is off
     * @param shear probability of a shear by up to 0.3; 0 is off
     * @param rotation probability of a rotation by up to 30 degrees; 0 is off
     * @param elastic probability of an elastic deformation; 0 is off
     * @param colour probability of other brightness, contrast, saturation and hue; 0 is off
     */
    public record Options(double dropping, double shear, double rotation, double elastic, double colour) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if one is not in [0, 1]
         */
        public Options {
            Pixels.checkProbability("dropping", dropping);
            Pixels.checkProbability("shear", shear);
            Pixels.checkProbability("rotation", rotation);
            Pixels.checkProbability("elastic", elastic);
            Pixels.checkProbability("colour", colour);
        }

        /**
         * Returns everything switched off: patches as they are, as in the first paper.
         *
         * @return options to switch single parts on from
         */
        public static Options none() {
            return new Options(0, 0, 0, 0, 0);
        }

        /**
         * Returns everything switched on: colour dropping for every patch, the others for a part of
         * them.
         *
         * @return dropping 1, shear, rotation and elastic 0.3 each, colour 0.8
         */
        public static Options cpc2() {
            return new Options(1, 0.3, 0.3, 0.3, 0.8);
        }

        /**
         * Returns these options with another probability of colour dropping.
         *
         * @param dropping in [0, 1]; 0 is off
         * @return the changed copy
         */
        public Options withDropping(double dropping) {
            return new Options(dropping, shear, rotation, elastic, colour);
        }

        /**
         * Returns these options with other geometry.
         *
         * @param shear in [0, 1]; 0 is off
         * @param rotation in [0, 1]; 0 is off
         * @param elastic in [0, 1]; 0 is off
         * @return the changed copy
         */
        public Options withGeometry(double shear, double rotation, double elastic) {
            return new Options(dropping, shear, rotation, elastic, colour);
        }

        /**
         * Returns these options with another probability of other colours.
         *
         * @param colour in [0, 1]; 0 is off
         * @return the changed copy
         */
        public Options withColour(double colour) {
            return new Options(dropping, shear, rotation, elastic, colour);
        }
    }
}
