"""The closed vocabulary. Generated from the ontology by ``scripts/generate_terms.py``; do not edit."""

from __future__ import annotations

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace


class TIS(DefinedNamespace):
    """The terms of the technology-innovation service ontology; a misspelt one is an AttributeError."""

    _fail = True
    _NS = Namespace("https://w3id.org/tis/ontology#")

    # classes
    Actor: URIRef
    ActorGroup: URIRef
    Alliance: URIRef
    Approximation: URIRef
    Association: URIRef
    Award: URIRef
    Bank: URIRef
    ChangeKind: URIRef
    City: URIRef
    ClassificationConcept: URIRef
    Cluster: URIRef
    CollaborationFact: URIRef
    Company: URIRef
    Condition: URIRef
    Country: URIRef
    Designation: URIRef
    District: URIRef
    Encouragement: URIRef
    Establishment: URIRef
    Evaluation: URIRef
    Event: URIRef
    Fact: URIRef
    Field: URIRef
    Figure: URIRef
    FigureRange: URIRef
    FigureValue: URIRef
    FinanceFacilitation: URIRef
    FinancialInstitution: URIRef
    FinancialProduct: URIRef
    Fund: URIRef
    Funding: URIRef
    GovernmentBody: URIRef
    Guarantee: URIRef
    GuaranteeCompany: URIRef
    Honour: URIRef
    Hosting: URIRef
    Hotspot: URIRef
    Indicator: URIRef
    IndustrialBase: URIRef
    InformationSystem: URIRef
    InnovationNetwork: URIRef
    Investment: URIRef
    InvestmentCompany: URIRef
    Issuance: URIRef
    Kind: URIRef
    Loan: URIRef
    Market: URIRef
    Mechanism: URIRef
    Membership: URIRef
    Modality: URIRef
    Offering: URIRef
    Operation: URIRef
    Organisation: URIRef
    Park: URIRef
    Participant: URIRef
    PeriodKind: URIRef
    PilotProgramme: URIRef
    Place: URIRef
    Platform: URIRef
    PolicyDocument: URIRef
    PolicyMeasure: URIRef
    Programme: URIRef
    Project: URIRef
    Province: URIRef
    PublicService: URIRef
    Publication: URIRef
    Reading: URIRef
    Recognition: URIRef
    Region: URIRef
    ResearchFacility: URIRef
    ResearchInstitute: URIRef
    Service: URIRef
    ServiceAgency: URIRef
    ServiceFunction: URIRef
    ServiceNetwork: URIRef
    ServiceProvision: URIRef
    TargetGroup: URIRef
    TaxRelief: URIRef
    Team: URIRef
    Technology: URIRef
    Training: URIRef
    Unit: URIRef
    University: URIRef
    UniversitySciencePark: URIRef

    # properties
    advises: URIRef
    amount: URIRef
    appliesFor: URIRef
    approvedBy: URIRef
    approximation: URIRef
    baseYear: URIRef
    benefits: URIRef
    certifies: URIRef
    changeKind: URIRef
    collaboratesWith: URIRef
    comparedWith: URIRef
    comparisonPeriod: URIRef
    compensates: URIRef
    completedIn: URIRef
    condition: URIRef
    confidence: URIRef
    covers: URIRef
    currency: URIRef
    develops: URIRef
    documentHash: URIRef
    encourages: URIRef
    endedIn: URIRef
    establishedBy: URIRef
    establishes: URIRef
    evaluates: URIRef
    facilitatesFinancingFor: URIRef
    factObject: URIRef
    factProperty: URIRef
    factSubject: URIRef
    funds: URIRef
    guarantees: URIRef
    hasMember: URIRef
    hasPart: URIRef
    honours: URIRef
    hosts: URIRef
    implements: URIRef
    incubates: URIRef
    indicator: URIRef
    indirectlySupports: URIRef
    investsIn: URIRef
    issuedBy: URIRef
    issuedIn: URIRef
    issues: URIRef
    kind: URIRef
    leads: URIRef
    ledBy: URIRef
    lendsTo: URIRef
    locatedIn: URIRef
    lowerBound: URIRef
    memberOf: URIRef
    mentionOf: URIRef
    modality: URIRef
    note: URIRef
    observedEntity: URIRef
    offeredBy: URIRef
    offers: URIRef
    operatedBy: URIRef
    operates: URIRef
    paragraph: URIRef
    partOf: URIRef
    participatesIn: URIRef
    period: URIRef
    periodKind: URIRef
    providesServiceTo: URIRef
    reading: URIRef
    recognisedAs: URIRef
    reliedOnBy: URIRef
    reliesOn: URIRef
    relievesTaxOf: URIRef
    rewards: URIRef
    role: URIRef
    rule: URIRef
    section: URIRef
    sentenceHash: URIRef
    sentenceKind: URIRef
    serviceFunction: URIRef
    shareOf: URIRef
    size: URIRef
    startedIn: URIRef
    statedAt: URIRef
    subgroupOf: URIRef
    subsidises: URIRef
    supportedBy: URIRef
    supports: URIRef
    tableRow: URIRef
    targetsField: URIRef
    trains: URIRef
    upperBound: URIRef
    uses: URIRef
    wholeEntity: URIRef
    wholeIndicator: URIRef

    # annotation properties
    factClass: URIRef

    # coded values and structures
    ApproximationScheme: URIRef
    ChangeKindScheme: URIRef
    ConditionScheme: URIRef
    DesignationScheme: URIRef
    FieldScheme: URIRef
    IndicatorScheme: URIRef
    KindScheme: URIRef
    ModalityScheme: URIRef
    PeriodKindScheme: URIRef
    RangeStructure: URIRef
    ReadingScheme: URIRef
    ServiceFunctionScheme: URIRef
    UnitScheme: URIRef
    ValueStructure: URIRef
    about: URIRef
    absoluteChange: URIRef
    aim: URIRef
    approximationComponent: URIRef
    asOf: URIRef
    asserted: URIRef
    atLeast: URIRef
    atMost: URIRef
    bankKind: URIRef
    changeKindComponent: URIRef
    collaborativeInnovation: URIRef
    comparedWithComponent: URIRef
    comparisonPeriodComponent: URIRef
    conditionComponent: URIRef
    cumulativeUntil: URIRef
    districtKind: URIRef
    during: URIRef
    enterpriseKind: URIRef
    exactly: URIRef
    financialInstitutionKind: URIRef
    governmentBodyKind: URIRef
    guaranteeCompanyKind: URIRef
    highTechEnterpriseKind: URIRef
    inPreparation: URIRef
    incubatorKind: URIRef
    indicatorComponent: URIRef
    industrialBaseKind: URIRef
    inherited: URIRef
    insuranceCompanyKind: URIRef
    investmentAdvisoryKind: URIRef
    investmentCompanyKind: URIRef
    listedCompanyKind: URIRef
    lowerBoundComponent: URIRef
    modalityComponent: URIRef
    moreThan: URIRef
    nearly: URIRef
    obsValueComponent: URIRef
    observedEntityComponent: URIRef
    periodComponent: URIRef
    periodKindComponent: URIRef
    permittedOrEncouraged: URIRef
    planned: URIRef
    policySupport: URIRef
    priorityAreas: URIRef
    provinceKind: URIRef
    relativeChange: URIRef
    researchAndTransfer: URIRef
    shareOfComponent: URIRef
    since: URIRef
    statedAtComponent: URIRef
    supplied: URIRef
    techFinance: URIRef
    trial: URIRef
    unconditional: URIRef
    unitMeasureComponent: URIRef
    upperBoundComponent: URIRef
    wholeEntityComponent: URIRef
    wholeIndicatorComponent: URIRef


ENTITY_CLASSES: frozenset[str] = frozenset(
    {
        "Actor",
        "Alliance",
        "Association",
        "Award",
        "Bank",
        "City",
        "Cluster",
        "Company",
        "Country",
        "Designation",
        "District",
        "Field",
        "FinancialInstitution",
        "FinancialProduct",
        "Fund",
        "GovernmentBody",
        "GuaranteeCompany",
        "Hotspot",
        "IndustrialBase",
        "InformationSystem",
        "InnovationNetwork",
        "InvestmentCompany",
        "Market",
        "Mechanism",
        "Organisation",
        "Park",
        "Participant",
        "PilotProgramme",
        "Place",
        "Platform",
        "PolicyDocument",
        "PolicyMeasure",
        "Programme",
        "Project",
        "Province",
        "PublicService",
        "Publication",
        "Region",
        "ResearchFacility",
        "ResearchInstitute",
        "Service",
        "ServiceAgency",
        "ServiceNetwork",
        "TargetGroup",
        "Team",
        "Technology",
        "University",
        "UniversitySciencePark",
    }
)

RELATIONS: frozenset[str] = frozenset(
    {
        "advises",
        "appliesFor",
        "approvedBy",
        "benefits",
        "certifies",
        "collaboratesWith",
        "compensates",
        "completedIn",
        "covers",
        "develops",
        "encourages",
        "endedIn",
        "establishedBy",
        "establishes",
        "evaluates",
        "facilitatesFinancingFor",
        "funds",
        "guarantees",
        "hasMember",
        "hasPart",
        "honours",
        "hosts",
        "implements",
        "incubates",
        "investsIn",
        "issuedBy",
        "issuedIn",
        "issues",
        "leads",
        "ledBy",
        "lendsTo",
        "locatedIn",
        "memberOf",
        "offeredBy",
        "offers",
        "operatedBy",
        "operates",
        "partOf",
        "participatesIn",
        "providesServiceTo",
        "recognisedAs",
        "reliedOnBy",
        "reliesOn",
        "relievesTaxOf",
        "rewards",
        "startedIn",
        "subsidises",
        "supportedBy",
        "supports",
        "targetsField",
        "trains",
        "uses",
    }
)

APPROXIMATIONS: frozenset[str] = frozenset(
    {
        "about",
        "atLeast",
        "atMost",
        "exactly",
        "moreThan",
        "nearly",
    }
)

CHANGE_KINDS: frozenset[str] = frozenset(
    {
        "absoluteChange",
        "relativeChange",
    }
)

FUNCTIONS: frozenset[str] = frozenset(
    {
        "collaborativeInnovation",
        "policySupport",
        "priorityAreas",
        "researchAndTransfer",
        "techFinance",
    }
)

KINDS: frozenset[str] = frozenset(
    {
        "bankKind",
        "districtKind",
        "enterpriseKind",
        "financialInstitutionKind",
        "governmentBodyKind",
        "guaranteeCompanyKind",
        "highTechEnterpriseKind",
        "incubatorKind",
        "industrialBaseKind",
        "insuranceCompanyKind",
        "investmentAdvisoryKind",
        "investmentCompanyKind",
        "listedCompanyKind",
        "provinceKind",
    }
)

MODALITIES: frozenset[str] = frozenset(
    {
        "aim",
        "asserted",
        "inPreparation",
        "permittedOrEncouraged",
        "planned",
        "trial",
    }
)

PERIOD_KINDS: frozenset[str] = frozenset(
    {
        "asOf",
        "cumulativeUntil",
        "during",
        "since",
    }
)

READINGS: frozenset[str] = frozenset(
    {
        "inherited",
        "supplied",
    }
)
