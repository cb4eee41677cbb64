using Sgl.Tests.Devices.Networks;
using Xunit;

namespace Sgl.Tests.Devices.Card;

/// <summary>Networks on a graphics card.</summary>
public sealed class CardNetworkTests(CardDevice card) : NetworkSuite(card.Require()), IClassFixture<CardDevice>;
