namespace Sgl.Tests.Golden;

/// <summary>
/// What goes into one neuron of a preset: input, gradients of its outputs, and parameters in their order.
/// </summary>
internal sealed record NeuronData(double[] X, double[] DSpike, double[] DMembrane, double[] P);

/// <summary>What comes out of it, forward and backward.</summary>
internal sealed record NeuronResult(double[] Spike, double[] Membrane, double[] DX, double[] DP)
{
    public NeuronResult(int steps, int parameters)
        : this(new double[steps], new double[steps], new double[steps], new double[parameters])
    {
    }
}

/// <summary>
/// Other libraries' neurons with their adjoints, derived by hand and written out in double. Each starts at rest; dv and
/// du are gradients of a state after a step, dh of the membrane between its charge and its reset.
/// </summary>
internal static class Recursions
{
    /// <summary>Parameters: Alpha, Beta, Threshold. The reset is that of the step before, without a gradient.</summary>
    public static NeuronResult SnnTorchSynaptic(NeuronData data)
    {
        (double[] x, double[] dSpike, double[] dMembrane, double[] p) = data;
        double alpha = p[0], beta = p[1], threshold = p[2];
        int steps = x.Length;
        var result = new NeuronResult(steps, p.Length);
        double[] syn = new double[steps + 1], u = new double[steps + 1], reset = new double[steps];
        for (int t = 0; t < steps; t++)
        {
            reset[t] = u[t] > threshold ? 1 : 0;
            syn[t + 1] = alpha * syn[t] + x[t];
            u[t + 1] = beta * u[t] + syn[t + 1] - reset[t] * threshold;
            result.Spike[t] = u[t + 1] > threshold ? 1 : 0;
            result.Membrane[t] = u[t + 1];
        }

        double du = 0, dsyn = 0;
        for (int t = steps - 1; t >= 0; t--)
        {
            double slope = ATan(u[t + 1] - threshold);
            du += dMembrane[t] + slope * dSpike[t];
            dsyn += du;
            result.DX[t] = dsyn;
            result.DP[0] += dsyn * syn[t];
            result.DP[1] += du * u[t];
            result.DP[2] -= slope * dSpike[t] + reset[t] * du;
            du *= beta;
            dsyn *= alpha;
        }

        return result;
    }

    /// <summary>Parameters: Dt, TauSynInv, TauMemInv, VLeak, VTh, VReset. The reset has a gradient.</summary>
    public static NeuronResult NorseLif(NeuronData data)
    {
        (double[] x, double[] dSpike, double[] dMembrane, double[] p) = data;
        double fall = p[0] * p[1], rate = p[0] * p[2], leak = p[3], threshold = p[4], reset = p[5];
        int steps = x.Length;
        var result = new NeuronResult(steps, p.Length);
        double[] v = new double[steps + 1], h = new double[steps], current = new double[steps];
        double i = 0;
        for (int t = 0; t < steps; t++)
        {
            current[t] = i + x[t];
            h[t] = v[t] + rate * (leak - v[t] + current[t]);
            i = current[t] - fall * current[t];
            result.Spike[t] = h[t] > threshold ? 1 : 0;
            v[t + 1] = result.Spike[t] == 1 ? reset : h[t];
            result.Membrane[t] = v[t + 1];
        }

        double dv = 0, di = 0;
        for (int t = steps - 1; t >= 0; t--)
        {
            dv += dMembrane[t];
            double through = FastSigmoid(h[t] - threshold, 100) * (dSpike[t] + (reset - h[t]) * dv);
            double dh = through + (1 - result.Spike[t]) * dv;
            result.DP[1] -= p[0] * di * current[t];
            result.DP[2] += p[0] * dh * (leak - v[t] + current[t]);
            result.DP[4] -= through;
            di = (1 - fall) * di + rate * dh;
            result.DX[t] = di;
            dv = (1 - rate) * dh;
        }

        return result;
    }

    /// <summary>Parameters: TauMem, SpikeThreshold. The reset has a gradient.</summary>
    public static NeuronResult SinabsLif(NeuronData data)
    {
        (double[] x, double[] dSpike, double[] dMembrane, double[] p) = data;
        double alpha = Math.Exp(-1 / p[0]), threshold = p[1];
        int steps = x.Length;
        var result = new NeuronResult(steps, p.Length);
        double[] v = new double[steps + 1], h = new double[steps];
        for (int t = 0; t < steps; t++)
        {
            h[t] = alpha * v[t] + (1 - alpha) * x[t];
            result.Spike[t] = h[t] >= threshold ? 1 : 0;
            v[t + 1] = h[t] - result.Spike[t] * threshold;
            result.Membrane[t] = v[t + 1];
        }

        double dv = 0, dAlpha = 0;
        for (int t = steps - 1; t >= 0; t--)
        {
            dv += dMembrane[t];
            double slope = 2 * Math.Exp(-2 * Math.Abs(h[t] - threshold));
            double dh = slope * dSpike[t] + (1 - threshold * slope) * dv;
            dAlpha += dh * (v[t] - x[t]);
            result.DX[t] = (1 - alpha) * dh;
            dv = alpha * dh;
        }

        result.DP[0] = dAlpha * alpha / (p[0] * p[0]);
        return result;
    }

    /// <summary>Parameters: Beta, Threshold. It fires from the old membrane; the reset has a gradient.</summary>
    public static NeuronResult SpyxLif(NeuronData data)
    {
        (double[] x, double[] dSpike, double[] dMembrane, double[] p) = data;
        double beta = p[0], threshold = p[1];
        int steps = x.Length;
        var result = new NeuronResult(steps, p.Length);
        var v = new double[steps + 1];
        for (int t = 0; t < steps; t++)
        {
            result.Spike[t] = v[t] > threshold ? 1 : 0;
            v[t + 1] = beta * v[t] + x[t] - result.Spike[t] * threshold;
            result.Membrane[t] = v[t + 1];
        }

        double dv = 0;
        for (int t = steps - 1; t >= 0; t--)
        {
            dv += dMembrane[t];
            result.DX[t] = dv;
            result.DP[0] += dv * v[t];
            dv = beta * dv + FastSigmoid(v[t] - threshold, 25) * (dSpike[t] - threshold * dv);
        }

        return result;
    }

    /// <summary>Parameters: CurrentDecay, VoltageDecay, Threshold. Backward there is no reset.</summary>
    public static NeuronResult SlayerCuba(NeuronData data)
    {
        (double[] x, double[] dSpike, double[] dMembrane, double[] p) = data;
        double threshold = p[2];
        int steps = x.Length;
        var result = new NeuronResult(steps, p.Length);
        double i = 0, v = 0;
        for (int t = 0; t < steps; t++)
        {
            i = (1 - p[0]) * i + x[t];
            v = (1 - p[1]) * v + i;
            result.Membrane[t] = v;
            result.Spike[t] = v >= threshold ? 1 : 0;
            if (v >= threshold) v = 0;
        }

        double dv = 0, di = 0;
        for (int t = steps - 1; t >= 0; t--)
        {
            double slope = 0.1 / 200 * Math.Exp(-Math.Abs(result.Membrane[t] - threshold) / 100);
            dv = slope * dSpike[t] + dMembrane[t] + (1 - p[1]) * dv;
            di = dv + (1 - p[0]) * di;
            result.DX[t] = di;
        }

        return result;
    }

    /// <summary>snnTorch's atan with its α = 2, where π is the float nearest to it.</summary>
    private static double ATan(double x) => 1 / (1 + Math.Pow(MathF.PI * x, 2));

    private static double FastSigmoid(double x, double alpha) => 1 / Math.Pow(1 + alpha * Math.Abs(x), 2);
}
